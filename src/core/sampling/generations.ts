import { canonicalJson, sha256 } from '../hash/index.ts'
import { taskHash } from '../tasks/index.ts'
import { counted } from '../text/figures.ts'
import { namesUpTo } from '../text/index.ts'
import type { Generation, Lineage, Task } from '../types/index.ts'
import { orderGroups, sortByHash, type OrderKey } from './order.ts'

/** The number of sources from which on a display share is held back; a smaller pool needs all of them to decide. */
const FEWEST_FOR_DISPLAY = 200

/** The display share as a part of the sources, and the fewest sources that it has. */
const DISPLAY_SHARE = 0.1
const FEWEST_SHOWN = 20

/** The number of names shown of a longer list. */
const MOST_NAMED = 5

/** A `Growth` says how a task differs from what was known of it. */
export interface Growth {
  readonly lineage: Lineage
  /** The number of sources that are new since the latest known generation; 0 for a task that was not known. */
  readonly added: number
  /**
   * The reason why the known generations do not hold any more, in one sentence; `null` where they do or none were known.
   */
  readonly change: string | null
}

/**
 * Finds a task's examples by the generation in which they first appeared. Sources that are new make a generation of their
 * own, which comes after all earlier ones: the evidence on those stays what it was and goes on, where a fresh order would
 * give a release another chance with every batch (22% instead of 3% of releases at the limit pass one of eleven gates, `npm
 * run bench:verdicts`). A source that changed or was removed, and any change that is not one of examples, make another
 * task: the order begins again, and `change` says so. Several places may know the task, the most binding first (the
 * baseline's folder before what this machine keeps); the first of them that the task only grew from counts, joined with the
 * others of its key.
 */
export function growthOf(task: Task, ...known: readonly (Lineage | null | undefined)[]): Growth {
  const sources = sourcesOf(task)
  const frame = frameOf(task)
  const fresh: Lineage = { task: task.name, key: task.hash, frame, generations: [sources] }
  const [first, ...more] = known.filter((lineage) => lineage !== null && lineage !== undefined)
  if (first === undefined) return { lineage: fresh, added: 0, change: null }
  const holds = (lineage: Lineage) => changeOf(task.name, lineage, sources, frame) === null
  const found = [first, ...more].find(holds)
  if (found === undefined) return { lineage: fresh, added: 0, change: changeOf(task.name, first, sources, frame) }
  const same = more.filter((lineage) => lineage !== found && lineage.key === found.key)
  const grown = same.reduce(joined, found)
  return withAdded(grown === found || holds(grown) ? grown : found, sources)
}

function joined(first: Lineage, second: Lineage): Lineage {
  return lineagesOf([...linesOf(first), ...linesOf(second)]).get(first.task)?.[0] ?? first
}

function withAdded(known: Lineage, sources: Readonly<Record<string, string>>): Growth {
  const old = new Set(known.generations.flatMap((generation) => Object.keys(generation)))
  const added = Object.entries(sources).filter(([source]) => !old.has(source))
  if (added.length === 0) return { lineage: known, added: 0, change: null }
  const generations = [...known.generations, Object.fromEntries(added)]
  return { lineage: { ...known, generations }, added: added.length, change: null }
}

function changeOf(
  task: string,
  known: Lineage,
  sources: Readonly<Record<string, string>>,
  frame: string,
): string | null {
  if (frame !== known.frame) return `Task ${task}: instructions, labels or what is around the question changed`
  const gone: string[] = []
  const other: string[] = []
  for (const generation of known.generations) {
    for (const source of Object.keys(generation)) {
      const now = Object.hasOwn(sources, source) ? sources[source] : undefined
      if (now === undefined) gone.push(source)
      else if (now !== generation[source]) other.push(source)
    }
  }
  const parts = [
    ...(gone.length > 0 ? [`${counted(gone.length, 'source is', 'sources are')} gone (${say(gone)})`] : []),
    ...(other.length > 0
      ? [`${counted(other.length, 'source has', 'sources have')} other examples (${say(other)})`]
      : []),
  ]
  return parts.length === 0 ? null : `Task ${task}: ${parts.join(', ')}`
}

function say(sources: readonly string[]): string {
  return namesUpTo(MOST_NAMED, sources.toSorted())
}

/** Returns the sources in plan order: generation by generation, each in the order of its key. */
export function orderByGeneration(
  { key, generations }: Pick<Lineage, 'key' | 'generations'>,
  orderKey: Omit<OrderKey, 'taskHash'>,
): string[] {
  return generations.flatMap((generation) => orderGroups(Object.keys(generation), { ...orderKey, taskHash: key }))
}

/**
 * Returns the display share: sources that never decide, so that reports may show them. It is a tenth by hash and at least
 * 20, for a task with 200 sources or more; a source's membership is fixed in the generation in which it appears, before any
 * answer.
 */
export function displayShare({ key, generations }: Pick<Lineage, 'key' | 'generations'>): ReadonlySet<string> {
  const share = new Set<string>()
  let total = 0
  for (const generation of generations) {
    const sources = Object.keys(generation)
    total += sources.length
    if (total < FEWEST_FOR_DISPLAY) continue
    const wanted = Math.max(FEWEST_SHOWN, Math.ceil(DISPLAY_SHARE * total)) - share.size
    const order = sortByHash(sources, JSON.stringify(['display', key]))
    for (const source of order.slice(0, Math.max(0, wanted))) share.add(source)
  }
  return share
}

/** Returns the lines of a lineage, one for each generation. */
export function linesOf({ task, key, frame, generations }: Lineage): Generation[] {
  return generations.map((sources, at) => ({ task, key, frame, generation: at + 1, sources }))
}

/**
 * Reads the lineages that lines hold, by task, in the order in which they began: a task that was changed has several, and a
 * change that is taken back finds its old one. Lines that git's union merge left twice are joined.
 */
export function lineagesOf(lines: Iterable<Generation>): Map<string, readonly Lineage[]> {
  const lineages = new Map<string, Lineage[]>()
  for (const { task, key, frame, generation, sources } of lines) {
    const all = lineages.get(task) ?? []
    lineages.set(task, all)
    const place = all.findIndex((lineage) => lineage.key === key && lineage.frame === frame)
    const generations = all[place]?.generations.slice() ?? []
    // Two branches may have added sources at once: both are kept, each source in its earliest generation.
    const at = Math.min(generation - 1, generations.length)
    generations[at] = generations.length === 0 ? sources : { ...generations[at], ...without(generations, sources) }
    all[place < 0 ? all.length : place] = { task, key, frame, generations }
  }
  return lineages
}

/** Returns those of the sources that no generation has. */
function without(generations: Lineage['generations'], sources: Generation['sources']): Record<string, string> {
  const earlier = new Set(generations.flatMap((own) => Object.keys(own)))
  return Object.fromEntries(Object.entries(sources).filter(([source]) => !earlier.has(source)))
}

/** Returns a digest of each source's examples, by the name of the source, in the order of the names. */
function sourcesOf({ examples }: Pick<Task, 'examples'>): Record<string, string> {
  const groups = Map.groupBy(examples, ({ group }) => group)
  // By code unit, as text is sorted without a comparison of one's own: that takes a tenth of the time.
  return Object.fromEntries([...groups.keys()].toSorted().map((group) => [group, digestOf(groups.get(group)!)]))
}

function digestOf(examples: Task['examples']): string {
  const content = examples.map(({ id, input, optional, options, gold }) => ({ gold, id, input, optional, options }))
  if (content.length > 1) content.sort((a, b) => (a.id < b.id ? -1 : 1))
  return sha256(canonicalJson(content)).slice(0, 12)
}

function frameOf(task: Task): string {
  return taskHash({ ...task, examples: [] })
}
