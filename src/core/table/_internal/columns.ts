import { OUTCOMES, type Identity, type Observation } from '../../types/index.ts'
import { OBSERVATION_FIELDS } from '../../types/observation.ts'
import { growingInts, type Growing } from '../growing.ts'
import type { TextPool } from '../textPool.ts'
import { identityJson } from './identityJson.ts'

/** The columns of whole numbers, by place. A text is its number in the pool, and one more where `null` is possible (0). */
export const SUBJECT = 0
export const ANSWERER = 1
export const VARIANT = 2
export const TRIAL = 3
export const OUTCOME = 4
export const ANSWER = 5
export const RAW = 6
export const INPUT = 7
export const OUTPUT = 8
/** The text of the fields that few observations have, as JSON; 0 where it has none of them. */
export const REST = 9
export const COLUMNS = 10

/** The columns of a subject, which the cells of one example share. */
export const TASK = 0
export const EXAMPLE = 1
export const GROUP = 2
export const GOLD = 3
export const SUBJECT_PARTS = 4

const KEY_BYTES = 32
const KEY = /^[0-9a-f]{64}$/
const NO_COUNT = -1
/** The greatest count and trial that a column holds; a larger one is kept as text. */
const GREATEST = 2 ** 31 - 1

/** The fields that have columns of their own. */
const IN_COLUMNS = [
  'task',
  'release',
  'example',
  'group',
  'variant',
  'trial',
  'key',
  'raw',
  'answer',
  'outcome',
  'score',
  'gold',
  'who',
  'tokens',
  'cost',
] as const satisfies (keyof Observation)[]
export type FieldInColumns = (typeof IN_COLUMNS)[number]

/** The other declared fields: few observations have one. */
export const REST_FIELDS: readonly (keyof Observation)[] = Object.keys(OBSERVATION_FIELDS)
  .map((name) => name as keyof Observation)
  .filter((name) => !(IN_COLUMNS as readonly string[]).includes(name))

/** The fields that are kept as text where an observation has them: those, and what a column cannot hold. */
type Rest = Partial<Observation>

/** A release and who answered for it, with their JSON; that of an answerer who breaks the schema is `null`. */
interface Answerer {
  readonly release: string
  readonly who: Identity
  readonly releaseJson: string
  readonly whoJson: string | null
}

const OUTCOMES_JSON = OUTCOMES.map((outcome) => JSON.stringify(outcome))

/** The fields of observations, column by column. */
export class Columns {
  readonly texts: TextPool
  readonly ints: Growing = growingInts(COLUMNS)
  readonly subjects: Growing = growingInts(SUBJECT_PARTS)
  readonly answerers: Answerer[] = []
  readonly #answererNumbers = new Map<string, number>()
  /** The scores, and the costs of those pieces in which one has a cost; no number where an observation has none. */
  readonly #scores: Float64Array[] = []
  readonly #costs: Float64Array[] = []
  readonly #keys: Buffer[] = []
  #subject = -1
  #restPlace = -1
  #rest: Rest = NO_REST
  /** The subject whose JSON was written last, and that JSON: lines are written in the order of their examples. */
  #quotedSubject = -1
  #quoted = { fields: '', task: '' }
  #last: Pick<Observation, 'task' | 'example' | 'group' | 'gold'> | null = null
  length = 0

  constructor(texts: TextPool) {
    this.texts = texts
  }

  add(observation: Observation): number {
    const { ints, texts } = this
    const place = ints.add()
    const { variant, trial, outcome, answer, raw, tokens, key } = observation
    const rest = restOf(observation)
    ints.set(place, SUBJECT, this.#subjectOf(observation))
    ints.set(place, ANSWERER, this.answererNumber(observation))
    ints.set(place, VARIANT, texts.put(variant))
    ints.set(place, TRIAL, rest?.trial === undefined ? trial : 0)
    ints.set(place, OUTCOME, OUTCOMES.indexOf(outcome))
    ints.set(place, ANSWER, answer === null ? 0 : 1 + texts.put(answer))
    ints.set(place, RAW, raw === null ? 0 : raw === answer ? -1 : 1 + texts.put(raw))
    ints.set(place, INPUT, tokens.input ?? NO_COUNT)
    ints.set(place, OUTPUT, tokens.output ?? NO_COUNT)
    ints.set(place, REST, rest === null ? 0 : 1 + texts.put(JSON.stringify(rest)))
    this.addFigures(place, observation.score, observation.cost)
    this.#keyPiece(place).write(rest?.key === undefined ? key : '', KEY_BYTES * (place & PIECE_MASK), 'hex')
    this.length = place + 1
    return place
  }

  subject(place: number, part: number): string {
    return this.texts.get(this.subjects.get(this.ints.get(place, SUBJECT), part))
  }

  answerer(place: number): Pick<Answerer, 'release' | 'who'> {
    return this.answerers[this.ints.get(place, ANSWERER)]!
  }

  text(place: number, column: number): string | null {
    const number = this.ints.get(place, column)
    return number === 0 ? null : this.texts.get(number - 1)
  }

  count(place: number, column: number): number | null {
    const count = this.ints.get(place, column)
    return count === NO_COUNT ? null : count
  }

  score(place: number): number {
    return this.#scores[place >>> PIECE_BITS]![place & PIECE_MASK]!
  }

  cost(place: number): number {
    return this.#costs[place >>> PIECE_BITS]?.[place & PIECE_MASK] ?? Number.NaN
  }

  key(place: number): string {
    const at = KEY_BYTES * (place & PIECE_MASK)
    return this.#keyPiece(place).toString('hex', at, at + KEY_BYTES)
  }

  rest(place: number): Rest {
    if (this.ints.get(place, REST) === 0) return NO_REST
    // Several fields of one observation are mostly read one after another.
    if (this.#restPlace === place) return this.#rest
    this.#restPlace = place
    return (this.#rest = JSON.parse(this.text(place, REST)!) as Rest)
  }

  /**
   * Writes an observation as canonical JSON, equal to `canonicalJson` of its plain data; `null` for one that has fields without
   * a column, or that may break the schema of observations: what a column can hold follows it but for the bounds that are
   * looked at here.
   */
  line(place: number): string | null {
    const { ints, texts } = this
    const outcome = OUTCOMES_JSON[ints.get(place, OUTCOME)]
    const score = this.score(place)
    const cost = this.cost(place)
    const { releaseJson, whoJson } = this.answerers[ints.get(place, ANSWERER)]!
    const isBounded = score >= 0 && score <= 1 && (Number.isNaN(cost) || (cost >= 0 && cost < Infinity))
    if (!isBounded || outcome === undefined || whoJson === null || ints.get(place, REST) !== 0) return null
    const answer = this.#quotedText(ints.get(place, ANSWER))
    const raw = ints.get(place, RAW)
    const { fields, task } = this.#subjectJson(ints.get(place, SUBJECT))
    return `{"answer":${answer},${Number.isNaN(cost) ? '' : `"cost":${cost},`}${fields},"key":"${this.key(place)}","outcome":${outcome},"raw":${raw === -1 ? answer : this.#quotedText(raw)},"release":${releaseJson},"score":${score},"task":${task},"tokens":{"input":${this.count(place, INPUT)},"output":${this.count(place, OUTPUT)}},"trial":${ints.get(place, TRIAL)},"variant":${texts.quoted(ints.get(place, VARIANT))},"who":${whoJson}}`
  }

  #quotedText(number: number): string {
    return number === 0 ? 'null' : this.texts.quoted(number - 1)
  }

  #subjectJson(subject: number): { readonly fields: string; readonly task: string } {
    if (this.#quotedSubject === subject) return this.#quoted
    const quoted = (part: number) => this.texts.quoted(this.subjects.get(subject, part))
    const fields = `"example":${quoted(EXAMPLE)},"gold":${quoted(GOLD)},"group":${quoted(GROUP)}`
    this.#quotedSubject = subject
    return (this.#quoted = { fields, task: quoted(TASK) })
  }

  /** Most observations have the subject of the one before; it is not looked for any further back. */
  #subjectOf({ task, example, group, gold }: Observation): number {
    const last = this.#last
    if (last?.example === example && last.group === group && last.gold === gold && last.task === task)
      return this.#subject
    this.#last = { task, example, group, gold }
    this.#subject = this.addSubject([task, example, group, gold].map((text) => this.texts.put(text)))
    return this.#subject
  }

  /** Adds a subject by the numbers of its texts, and returns its own. */
  addSubject(texts: readonly number[]): number {
    const subject = this.subjects.add()
    for (const [part, text] of texts.entries()) this.subjects.set(subject, part, text)
    return subject
  }

  /** Returns the number of an answerer, a new one where it did not come before. */
  answererNumber({ release, who }: Pick<Answerer, 'release' | 'who'>): number {
    const name = JSON.stringify([release, who])
    const known = this.#answererNumbers.get(name)
    if (known !== undefined) return known
    const whoJson = typeof release === 'string' ? identityJson(who) : null
    const number = this.answerers.push({ release, who, releaseJson: JSON.stringify(release), whoJson }) - 1
    this.#answererNumbers.set(name, number)
    return number
  }

  addFigures(place: number, score: number, cost: number | undefined): void {
    const piece = place >>> PIECE_BITS
    const scores = (this.#scores[piece] ??= new Float64Array(PIECE_ROWS))
    scores[place & PIECE_MASK] = score
    if (cost === undefined) return
    const costs = (this.#costs[piece] ??= new Float64Array(PIECE_ROWS).fill(Number.NaN))
    costs[place & PIECE_MASK] = cost
  }

  /** Copies the bytes of the keys from one place to before another. */
  keyBytes(from: number, to: number): Buffer {
    const bytes = Buffer.allocUnsafe(KEY_BYTES * (to - from))
    for (let place = from; place < to; place++) {
      const at = KEY_BYTES * (place & PIECE_MASK)
      this.#keyPiece(place).copy(bytes, KEY_BYTES * (place - from), at, at + KEY_BYTES)
    }
    return bytes
  }

  /** Sets the key of a place to the one that stands in `bytes` as the `number`-th, counted from 0. */
  addKeyBytes(place: number, bytes: Buffer, number: number): void {
    bytes.copy(this.#keyPiece(place), KEY_BYTES * (place & PIECE_MASK), KEY_BYTES * number, KEY_BYTES * (number + 1))
  }

  #keyPiece(place: number): Buffer {
    return (this.#keys[place >>> PIECE_BITS] ??= Buffer.alloc(KEY_BYTES * PIECE_ROWS))
  }
}

const PIECE_BITS = 8
const PIECE_ROWS = 1 << PIECE_BITS
const PIECE_MASK = PIECE_ROWS - 1
const NO_REST: Rest = {}

function restOf(observation: Observation): Rest | null {
  const { key, trial, tokens } = observation
  const ownKey = !KEY.test(key)
  const ownTrial = !isCount(trial)
  const ownTokens = tokens.reasoning !== undefined || !isCount(tokens.input ?? 0) || !isCount(tokens.output ?? 0)
  const held = REST_FIELDS.filter((name) => observation[name] !== undefined)
  if (held.length === 0 && !ownKey && !ownTrial && !ownTokens) return null
  return {
    ...(held.length > 0 && Object.fromEntries(held.map((name) => [name, observation[name]]))),
    ...(ownKey && { key }),
    ...(ownTrial && { trial }),
    ...(ownTokens && { tokens }),
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= GREATEST
}
