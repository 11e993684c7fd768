import { numberedField, type NumberedField } from '../core/table/index.ts'
import type { Cell, Identity, Observation, ObservationList, ScoredChoices } from '../core/types/index.ts'
import { compareText } from '../core/text/index.ts'
import { OBSERVATION_SCHEMA } from '../core/types/observation.ts'

/** Returns the cell key that reports print and `show` takes: `release/task/example/variant/trial`. */
export function observationKey(cell: Pick<Observation, 'release' | 'task' | 'example' | 'variant' | 'trial'>): string {
  return `${cell.release}/${cell.task}/${cell.example}/${cell.variant}/${cell.trial}`
}

/** Compares cells for the order in every file: release (where there is one), task, example, variant, trial. */
export function compareCells(a: SortableCell, b: SortableCell): number {
  return (
    compareText(a.release ?? '', b.release ?? '') ||
    compareText(a.task, b.task) ||
    compareText(a.example, b.example) ||
    compareText(a.variant, b.variant) ||
    a.trial - b.trial
  )
}

/** The fields that the order depends on. */
export interface SortableCell extends Cell {
  readonly release?: string
  readonly task: string
}

/** The places of cells in the order of every file. */
export interface CellOrder {
  readonly places: Uint32Array
  /** Says whether the cell at this place of the order is the cell before it once more. */
  readonly isRepeat: (at: number) => boolean
}

/** Sorts cells by their places, in the order of `compareCells`, as numbers; a cell that comes again stays after the first. */
export function orderCells(cells: ObservationList): CellOrder {
  const { length } = cells
  const trials = numberedField(cells, 'trial')
  const texts = (['variant', 'example', 'task', 'release'] as const).map((name) => numberedField(cells, name))
  // From what decides least to what decides most: each sort keeps the order of the one before among equal values.
  let places = new Uint32Array(length)
  for (let place = 0; place < length; place++) places[place] = place
  places = sortedBy(trials, places, (a, b) => a - b)
  for (const text of texts) places = sortedBy(text, places, compareText)
  // One byte a cell is held on, where the fields themselves take twenty.
  const repeats = new Uint8Array(length).fill(1, 1)
  for (const { numbers, values } of [trials, ...texts]) {
    if (values.length < 2) continue
    for (let at = 1; at < length; at++) if (numbers[places[at]!] !== numbers[places[at - 1]!]) repeats[at] = 0
  }
  return { places, isRepeat: (at) => repeats[at] === 1 }
}

/** Sorts cells by one field alone; those with equal values stay in their order. */
function sortedBy<Value>(
  { numbers, values }: NumberedField<Value>,
  cells: Uint32Array<ArrayBuffer>,
  compare: (a: Value, b: Value) => number,
): Uint32Array<ArrayBuffer> {
  if (values.length < 2) return cells
  const counts = new Uint32Array(values.length)
  for (let cell = 0; cell < numbers.length; cell++) counts[numbers[cell]!]!++
  /** The next place for a cell with each value. */
  const next = new Uint32Array(values.length)
  let place = 0
  for (const number of [...values.keys()].toSorted((a, b) => compare(values[a]!, values[b]!))) {
    next[number] = place
    place += counts[number]!
  }
  const sorted = new Uint32Array(cells.length)
  for (let at = 0; at < cells.length; at++) sorted[next[numbers[cells[at]!]!]!++] = cells[at]!
  return sorted
}

/** A schema of an object, as far as the order of its keys follows from it. */
interface Shape {
  readonly properties: Readonly<Record<string, object>>
}

/** Copies an object with its keys, and those of the objects in it, in code unit order, as canonical JSON has them. */
type Arrange = (value: object) => object

/** Made once: a line is written for every cell, and sorting its keys each time would take most of the time. */
const arrange = arranger(OBSERVATION_SCHEMA)

/** Writes one observation as canonical JSON, without a line break: equal to `canonicalJson(observation)`. */
export function observationLine(observation: Observation): string {
  const { score } = observation
  if (!Number.isFinite(score)) throw new TypeError(`observationLine: score ${score} is not JSON`)
  return JSON.stringify(arrange(observation))
}

function arranger({ properties }: Shape): Arrange {
  const parts = Object.entries(properties)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => ({ key, inner: isShape(part) ? arranger(part) : null }))
  return (value) => {
    const arranged: Record<string, unknown> = {}
    for (const { key, inner } of parts) {
      const found = (value as Readonly<Record<string, unknown>>)[key]
      if (found !== undefined) arranged[key] = inner && isObject(found) ? inner(found) : found
    }
    return arranged
  }
}

function isShape(schema: object): schema is Shape {
  return 'properties' in schema
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The most characters of a shared text: longer texts are rarely equal. */
const LONGEST_SHARED = 80

/**
 * Makes observations share the texts that most of them have in common: parsed from JSON, each has its own copies of
 * names, answers and identity, which make up most of the memory of a hundred thousand observations. Use one for each
 * file or run.
 */
export function sharedParts(): (observation: Observation) => Observation {
  const texts = new Map<string, string>()
  const identities = new Map<string, Identity>()
  const lists = new Map<string, readonly unknown[]>()
  function share(text: string): string
  function share(text: string | null): string | null
  function share(text: string | null): string | null {
    if (text === null || text.length > LONGEST_SHARED) return text
    const known = texts.get(text)
    if (known === undefined) texts.set(text, text)
    return known ?? text
  }
  function shareIdentity(who: Identity): Identity {
    const name = JSON.stringify(who)
    const known = identities.get(name)
    if (known === undefined) identities.set(name, who)
    return known ?? who
  }
  function shareList<T>(list: readonly T[]): readonly T[] {
    const name = JSON.stringify(list)
    const known = lists.get(name) as readonly T[] | undefined
    if (known === undefined) lists.set(name, list)
    return known ?? list
  }
  function shareChoices({ choices }: Observation): { readonly choices?: ScoredChoices } {
    if (choices === undefined) return {}
    return { choices: { ...choices, texts: shareList(choices.texts), tokens: shareList(choices.tokens) } }
  }
  return (observation) => ({
    ...observation,
    task: share(observation.task),
    release: share(observation.release),
    example: share(observation.example),
    variant: share(observation.variant),
    group: share(observation.group),
    gold: share(observation.gold),
    answer: share(observation.answer),
    raw: share(observation.raw),
    who: shareIdentity(observation.who),
    ...shareChoices(observation),
  })
}
