import type {
  BaselineCell,
  ClaimResult,
  ManifestClaim,
  MeasuredInterval,
  Observation,
  OwnMetric,
  TaskMeasurement,
} from '../types/index.ts'
import { UsageError } from '../types/index.ts'

/** The origin of a release's evidence. Only a gate stops where its data look decisive. */
export type ComparedFrom = 'gate run' | 'measure run' | 'baseline' | 'recorded log' | 'published table'

/** One cell of a compared release. */
export interface ComparedCell {
  readonly task: string
  readonly example: string
  readonly group: string
  readonly variant: string
  readonly trial: number
  readonly score: number
  /** `null` where it is not known. */
  readonly gold: string | null
  /** Hash of the example's content, where the source knows it. */
  readonly content?: string | null
}

/** The families and slices that the cells of a task can be sorted by, in addition to the gold answer. */
export interface Whereabouts {
  /** Variant -> wording family. */
  readonly families: Readonly<Record<string, string>>
  /** Example -> its slices by name. */
  readonly slices: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One side of a comparison. */
export interface ComparedRelease {
  /** A name that is unique among those compared. */
  readonly name: string
  readonly from: ComparedFrom
  /** Task -> its hash; `null` where the source has none (a recorded log). */
  readonly tasks: Readonly<Record<string, string | null>>
  /** Task -> the version of its reader; absent where the source has none (a recorded log). */
  readonly readers?: Readonly<Record<string, string>>
  /** Claims as a list of titles with verdicts; those of a run with all figures. */
  readonly claims: readonly (ManifestClaim | ClaimResult)[]
  readonly measured: readonly Pick<TaskMeasurement, 'plan' | 'slices'>[]
  /** The metrics that are not of the package. */
  readonly own?: readonly OwnMetric[]
  /** The cells that count: without those that ended in an error or have no score. */
  readonly cells: readonly ComparedCell[]
  /** The number of cells that ended in an error or have no score. */
  readonly without: number
  readonly where: Readonly<Record<string, Whereabouts>>
  /** The score that a recorded log was read by, and whether it has values between right and wrong. */
  readonly scored?: { readonly by: string; readonly graded: boolean }
}

/** One figure of one release. */
export interface ComparedFigure {
  readonly value: number
  /** A fixed-size interval; `null` where there is none. */
  readonly interval: MeasuredInterval | null
}

/** One row: a figure over all releases, in their order; `null` where a release has none. */
export interface FigureRow {
  readonly task: string
  /** The row's name, e.g. `accuracy, unseen`. */
  readonly figure: string
  readonly of: readonly (ComparedFigure | null)[]
  /** Decimals to show, where the metric says so. */
  readonly digits?: number
  /** True of one among many data sets: left to formats that have room for all of them. */
  readonly isDetail?: true
}

/** The cells that two releases share. */

/** One cell of both releases. */
export interface Pair {
  readonly task: string
  readonly example: string
  /** The independent source of the example. */
  readonly group: string
  readonly variant: string
  readonly gold: string
  readonly before: number
  readonly now: number
}

/** Finds an accepted cell; `null` where the baseline has none. */
export type FindCell = (task: string, example: string, variant: string, trial: number) => BaselineCell | null

/**
 * Returns the candidate's cells that the baseline holds as well, each once. A cell that ended in an error says nothing of
 * the model and is left out.
 */
export function pairCells(observations: Iterable<Observation>, candidate: string, find: FindCell): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const { release, task, example, group, variant, trial, gold, score, outcome } of observations) {
    if (release !== candidate || outcome === 'error') continue
    const accepted = find(task, example, variant, trial)
    if (accepted === null || accepted.outcome === 'error') continue
    const key = JSON.stringify([task, example, variant, trial])
    pairs.set(key, { task, example, group, variant, gold, before: accepted.score, now: score })
  }
  return [...pairs.values()]
}

/** The scores of two releases on one example under one variant: every repeat of either. */
export interface SharedCells extends Omit<Pair, 'before' | 'now'> {
  readonly before: readonly number[]
  readonly now: readonly number[]
}

/** Returns the cells that two releases share. Throws `UsageError` where an example is not the same in both. */
export function sharedCells(
  before: ComparedRelease,
  now: ComparedRelease,
): (SharedCells & { readonly group: string })[] {
  const past = Map.groupBy(before.cells, keyOf)
  const shared = new Map<string, SharedCells & { readonly now: number[] }>()
  for (const cell of now.cells) {
    const key = keyOf(cell)
    const others = past.get(key)
    if (others === undefined) continue
    const { task, example, group, variant, gold, score } = cell
    const known = shared.get(key)
    if (known !== undefined) {
      known.now.push(score)
      continue
    }
    refuseOther(before, others, now, cell)
    const label = gold ?? others[0]!.gold ?? ''
    shared.set(key, {
      task,
      example,
      group,
      variant,
      gold: label,
      before: others.map((other) => other.score),
      now: [score],
    })
  }
  return [...shared.values()]
}

/**
 * Returns the pairs that changes are counted from: repeats side by side, and those of the side that repeated less often
 * again from the first, so that every repeat is in some pair. None where a side has no score at all.
 */
export function changePairs({ before, now, ...where }: SharedCells): Pair[] {
  if (before.length === 0 || now.length === 0) return []
  return Array.from({ length: Math.max(before.length, now.length) }, (_, trial) => ({
    ...where,
    before: before[trial % before.length]!,
    now: now[trial % now.length]!,
  }))
}

/** Throws `UsageError` where two releases were asked different tasks under one name: their figures say nothing together. */
export function refuseOtherTasks(releases: readonly ComparedRelease[]): void {
  refuseOtherReaders(releases)
  const first = new Map<string, { readonly hash: string; readonly name: string }>()
  for (const { name, tasks } of releases)
    for (const [task, hash] of Object.entries(tasks)) {
      if (hash === null) continue
      const known = first.get(task)
      if (known === undefined) first.set(task, { hash, name })
      else if (known.hash !== hash) {
        throw new UsageError(
          `The task ${task} of ${name} is not that of ${known.name}: its hash is ${hash.slice(0, 12)}, there ` +
            `${known.hash.slice(0, 12)}. Examples, instructions or labels changed in between; measure one of the two again.`,
        )
      }
    }
}

/** Answers read by two versions of a reader differ by more than the releases do. */
function refuseOtherReaders(releases: readonly ComparedRelease[]): void {
  const first = new Map<string, { readonly reader: string; readonly name: string }>()
  for (const { name, readers = {} } of releases)
    for (const [task, reader] of Object.entries(readers)) {
      const known = first.get(task)
      if (known === undefined) first.set(task, { reader, name })
      else if (known.reader !== reader) {
        throw new UsageError(
          `The answers of ${task} were read by version ${reader} of its reader in ${name}, by version ${known.reader} in ` +
            `${known.name}: they are not compared. Run the older of the two again (answers in the store are read again ` +
            'without a call); `report <run> --rescore` says which of its answers are read another way now.',
        )
      }
    }
}

function refuseOther(
  before: ComparedRelease,
  others: readonly ComparedCell[],
  now: ComparedRelease,
  { task, example, gold, content }: ComparedCell,
): void {
  const [first] = others
  const named = others.filter((other) => other.gold !== null)
  const golds = gold !== null && named.length > 0 && !named.some((other) => isSameText(other.gold!, gold))
  const contents = content && first?.content && content !== first.content
  if (!golds && !contents) return
  throw new UsageError(
    `Example ${example} of ${task} is not the same in ${before.name} and ${now.name}: ` +
      (golds ? 'its gold answer differs' : 'the hashes of its contents differ'),
  )
}

function isSameText(a: string, b: string): boolean {
  return a === b || a.normalize('NFC') === b.normalize('NFC')
}

function keyOf({ task, example, variant }: ComparedCell): string {
  return JSON.stringify([task, example, variant])
}
