/** The parts of a task that two releases are compared on: a wording is seen or unseen for each release by its own list. */
import type { ComparedRelease } from './comparedRelease.ts'

/** The instructions that a pair is compared on where each release has a list of its own of what it has seen. */
export interface PairInstructions {
  /** Those that are of the kind for both. */
  readonly compared: number
  /** Those that both were asked and that are of the kind for one of the two alone: left out. */
  readonly left: number
}

/** The reason why two releases are not compared on a part: one has no list, or no instruction is of the kind for both. */
export type OmittedReason = 'no list' | 'lists differ'

/** A part of a task. */
export interface PairPart {
  /** Empty for the whole task, `seen`, `unseen`, `family polite`. */
  readonly part: string
  /** Says whether a variant is in the part for a release; `null` where every release has the same variants in it. */
  readonly own: ((variant: string, release: number) => boolean) | null
  /** True of a variant that is in the part for both. */
  readonly holds: (variant: string, before: number, now: number) => boolean
  /** Says whether anything is known of a release's own list. */
  readonly isKnown: (release: number) => boolean
}

/** The whole of a task, of which nothing else need be known. */
export const WHOLE_TASK: readonly PairPart[] = [{ part: '', own: null, holds: () => true, isKnown: () => true }]

/** Task -> its parts: the whole first; seen and unseen where both are known, and families where there are several. */
export function pairParts(releases: readonly ComparedRelease[]): Map<string, readonly PairPart[]> {
  const tasks = [...new Set(releases.flatMap(({ tasks: own }) => Object.keys(own)))]
  return new Map(tasks.map((task) => [task, [...WHOLE_TASK, ...bySeen(releases, task), ...byFamily(releases, task)]]))
}

function bySeen(releases: readonly ComparedRelease[], task: string): PairPart[] {
  const lists = releases.map(
    (release) =>
      new Map(variantsOf(release, task).flatMap(({ id, seen }) => (seen === null ? [] : [[id, seen] as const]))),
  )
  const kinds = new Set(lists.flatMap((list) => [...list.values()]))
  if (kinds.size < 2) return []
  return [true, false].map((wanted) => {
    const own = (variant: string, release: number): boolean => lists[release]?.get(variant) === wanted
    return {
      part: wanted ? 'seen' : 'unseen',
      own,
      holds: (variant, before, now) => own(variant, before) && own(variant, now),
      isKnown: (release) => (lists[release]?.size ?? 0) > 0,
    }
  })
}

/** A family is a fact about a wording and not about a release; one that releases name differently is in no family. */
function byFamily(releases: readonly ComparedRelease[], task: string): PairPart[] {
  const said = releases.flatMap((release): (readonly [string, string])[] => {
    const own = new Map(variantsOf(release, task).map(({ id, family }) => [id, family]))
    for (const [variant, family] of Object.entries(release.where[task]?.families ?? {})) own.set(variant, family)
    // A single family is the whole task, such as that of a log without one.
    return new Set(own.values()).size < 2 ? [] : [...own]
  })
  const named = new Map(
    [...Map.groupBy(said, ([variant]) => variant)].map(([variant, all]) => [
      variant,
      new Set(all.map(([, family]) => family)),
    ]),
  )
  const names = [...new Set(said.map(([, family]) => family))].toSorted()
  return (names.length < 2 ? [] : names).map((name) => ({
    part: `family ${name}`,
    own: null,
    holds: (variant) => named.get(variant)?.size === 1 && named.get(variant)!.has(name),
    isKnown: () => true,
  }))
}

function variantsOf({ measured }: ComparedRelease, task: string) {
  return measured.filter(({ plan }) => plan.task === task).flatMap(({ plan }) => plan.variants)
}

/** Counts the instructions of a part that two releases share, and those that are in it for one of them alone. */
export function instructionsOf(
  { own, holds }: PairPart,
  variants: ReadonlySet<string>,
  before: number,
  now: number,
): PairInstructions | null {
  if (own === null) return null
  const any = [...variants].filter((variant) => own(variant, before) || own(variant, now))
  const compared = any.filter((variant) => holds(variant, before, now)).length
  return { compared, left: any.length - compared }
}
