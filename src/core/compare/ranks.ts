/** The ranks of releases: every pair is compared on the cells that both have, over independent sources, with Holm. */
import type { MeasuredInterval } from '../types/index.ts'
import type { ComparedRelease, SharedCells } from './comparedRelease.ts'
import { sharedCells } from './comparedRelease.ts'
import { contrastsOf, differenceOf, type Contrast, type Difference } from './contrast.ts'
import {
  instructionsOf,
  pairParts,
  WHOLE_TASK,
  type OmittedReason,
  type PairInstructions,
  type PairPart,
} from './pairParts.ts'

/** A pair of releases on one part of a task: the later of the two minus the earlier. */
export interface ComparedPair extends Contrast {
  readonly task: string
  /** The part of the grid: empty for all of it, `seen`, `unseen`, `family polite`. */
  readonly part: string
  /** Places of the two among the releases. */
  readonly before: number
  readonly now: number
  /** The number of instructions that a pair on seen or unseen ones rests on. */
  readonly instructions?: PairInstructions
}

/** A pair that is not compared on seen or unseen instructions, with the reason. */
export interface OmittedPair extends Pick<ComparedPair, 'task' | 'part' | 'before' | 'now'> {
  readonly reason: OmittedReason
}

/** The rank of one release on one part: 1 is the best. */
interface Rank {
  /** Its place among the releases. */
  readonly release: number
  /** The best and the worst rank that the established differences leave open. */
  readonly best: number
  readonly worst: number
  /** Places of the releases that it is established to be better than, and of those against which nothing is. */
  readonly above: readonly number[]
  readonly open: readonly number[]
}

/** The ranks on one part, the best first. */
export interface RankedPart {
  readonly task: string
  readonly part: string
  /** The noun of the units that are independent of each other: sources, data sets, instructions. */
  readonly over: string
  readonly ranks: readonly Rank[]
}

/** All ranks, and the pairs that they rest on. Holm's correction is for all of the pairs together. */
export interface Ranking {
  readonly parts: readonly RankedPart[]
  readonly pairs: readonly ComparedPair[]
  /** Pairs that are not compared on seen or unseen instructions; absent where there are none. */
  readonly omitted?: readonly OmittedPair[]
}

/** A pair before the correction. */
export type DrawnPair = Difference & Pick<ComparedPair, 'task' | 'part' | 'before' | 'now' | 'instructions'>

/** The cells that two releases both have, and the intervals of their paired differences by task, known already. */
export interface KnownPair {
  readonly shared: readonly SharedCells[]
  readonly intervals: ReadonlyMap<string, { readonly interval: MeasuredInterval | null; readonly reason?: string }>
}

/**
 * The ranks of releases on each task and each part of it that all share: whole, seen, unseen, wording families. `null` where
 * fewer than two were asked cells of a number fixed beforehand: a gate's run stops where its data look decisive.
 */
export function rankReleases(releases: readonly ComparedRelease[], known?: KnownPair): Ranking | null {
  const places = releases.flatMap(({ from }, at) => (from === 'gate run' ? [] : [at]))
  const groups = releases.some(({ from }) => from === 'baseline') ? groupsOf(releases) : null
  const parts = pairParts(releases)
  const found = pairsOf(places).flatMap(([before, now]): (DrawnPair | OmittedPair)[] => {
    const shared = known?.shared ?? sharedCells(releases[before]!, releases[now]!)
    return [...Map.groupBy(shared, ({ task }) => task)].flatMap(([task, cells]) =>
      (parts.get(task) ?? WHOLE_TASK).flatMap((part): (DrawnPair | OmittedPair)[] => {
        const where = { task, part: part.part, before, now }
        const own = part.part === '' ? cells : cells.filter(({ variant }) => part.holds(variant, before, now))
        const instructions = instructionsOf(part, new Set(cells.map(({ variant }) => variant)), before, now)
        if (own.length === 0) {
          const reason = instructions && reasonOf(part, instructions, before, now)
          return reason === null ? [] : [{ ...where, reason }]
        }
        const sources = Map.groupBy(own, ({ example, group }) => groups?.get(task)?.get(example) ?? group)
        const values = [...sources.values()].map(sourceDifference)
        const given = part.part === '' ? known?.intervals.get(task) : undefined
        const difference = differenceOf(values, `${task}/${part.part}`, given)
        return [{ ...difference, ...where, ...(instructions && { instructions }) }]
      }),
    )
  })
  return rankingOf(found, 'sources')
}

/** The reason why no instruction is of the kind for both; `null` where neither list has one among those that both were asked. */
export function reasonOf(
  { isKnown }: Pick<PairPart, 'isKnown'>,
  { left }: PairInstructions,
  before: number,
  now: number,
): OmittedReason | null {
  if (isKnown(before) !== isKnown(now)) return 'no list'
  return left > 0 ? 'lists differ' : null
}

/** Ranks from pairs, with Holm over all of them; `null` without any. */
export function rankingOf(found: readonly (DrawnPair | OmittedPair)[], over: string): Ranking | null {
  const drawn = found.filter((one) => 'units' in one)
  const omitted = found.filter((one): one is OmittedPair => 'reason' in one && !('units' in one))
  if (drawn.length === 0) return null
  const pairs = contrastsOf(drawn)
  const byPart = Map.groupBy(pairs, ({ task, part }) => JSON.stringify([task, part]))
  const parts = [...byPart.values()].map((own): RankedPart => {
    const { task, part } = own[0]!
    const places = [...new Set(own.flatMap(({ before, now }) => [before, now]))]
    return { task, part, over, ranks: places.map((place) => rankOf(place, places, own)).toSorted(byRank) }
  })
  return { parts, pairs, ...(omitted.length > 0 && { omitted }) }
}

/** The mean difference of a source: over its examples, each the mean over the variants that both sides have of it. */
export function sourceDifference(shared: readonly SharedCells[]): number {
  const [only, ...more] = shared
  if (only !== undefined && more.length === 0) return mean(only.now) - mean(only.before)
  const examples = Map.groupBy(shared, ({ example }) => example)
  return mean([...examples.values()].map((own) => mean(own.map(({ before, now }) => mean(now) - mean(before)))))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function rankOf(release: number, places: readonly number[], pairs: readonly ComparedPair[]): Rank {
  const sign = (other: number): number => {
    const pair = pairs.find(({ before, now }) => [before, now].includes(release) && [before, now].includes(other))
    if (pair === undefined || !pair.isEstablished) return 0
    return Math.sign(pair.estimate) * (pair.now === release ? 1 : -1)
  }
  const others = places.filter((place) => place !== release)
  const above = others.filter((other) => sign(other) > 0)
  const below = others.filter((other) => sign(other) < 0)
  return {
    release,
    best: below.length + 1,
    worst: places.length - above.length,
    above,
    open: others.filter((other) => sign(other) === 0),
  }
}

function byRank(a: Rank, b: Rank): number {
  return a.best - b.best || a.worst - b.worst || a.release - b.release
}

function pairsOf(places: readonly number[]): (readonly [number, number])[] {
  return places.flatMap((before, at) => places.slice(at + 1).map((now) => [before, now] as const))
}

/** Task -> example -> its source, as a release knows it; a baseline knows none. */
function groupsOf(releases: readonly ComparedRelease[]): Map<string, Map<string, string>> {
  const groups = new Map<string, Map<string, string>>()
  for (const { from, cells } of releases) {
    if (from === 'baseline') continue
    for (const { task, example, group } of cells) {
      const own = groups.get(task) ?? new Map<string, string>()
      groups.set(task, own)
      if (!own.has(example)) own.set(example, group)
    }
  }
  return groups
}
