import { counted } from '../text/figures.ts'
import { namesUpTo } from '../text/index.ts'
import type { ClaimResult, Comparison, ManifestClaim, MeasuredInterval } from '../types/index.ts'
import { UsageError } from '../types/index.ts'
import { compareWithBaseline } from './compareWithBaseline.ts'
import type { ComparedFrom, ComparedRelease, FigureRow, SharedCells } from './comparedRelease.ts'
import { changePairs, refuseOtherTasks, sharedCells } from './comparedRelease.ts'
import { comparedOwn, figureRows } from './figures.ts'
import { meanInterval, toolsFor } from '../measure/index.ts'
import type { ReleaseGap } from './contrast.ts'
import { rankReleases, sourceDifference, type Ranking } from './ranks.ts'

/** One of the releases. */
interface Side {
  readonly name: string
  readonly from: ComparedFrom
  /** The cells that count, and those that ended in an error or have no score: these are neither right nor wrong. */
  readonly cells: number
  readonly without: number
}

/** Releases side by side. */
export interface ReleaseComparison {
  readonly releases: readonly Side[]
  /** Claims by id, in the order of their titles; `null` where a release has none of that id. */
  readonly claims: readonly {
    readonly id: string
    readonly title: string
    readonly of: readonly (ManifestClaim | ClaimResult | null)[]
  }[]
  readonly figures: readonly FigureRow[]
  /** The ranks on each part; absent where nothing can be ranked. */
  readonly ranking?: Ranking
  /** The models' losses on unseen instructions, of a published table. */
  readonly gaps?: readonly ReleaseGap[]
  /** Sentences on what a published table holds and what it cannot show. */
  readonly basis?: readonly string[]
  /** The score that recorded logs were read by. */
  readonly scoredBy?: string
  /** Cells that one of them has and another lacks, a sentence each. Figures of a release are over all of its own cells. */
  readonly leftOut: readonly string[]
  /** The second release against the first, where there are two. */
  readonly differences?: readonly PairedDifference[]
  readonly changes?: Omit<Comparison, 'differences'>
}

/**
 * Two or more releases side by side: claims with their verdicts, figures with fixed-size intervals where they were
 * measured, and of two releases what changed. Decides nothing. Throws `UsageError` for fewer than two, and where tasks
 * or examples of one name are not the same.
 */
export function compareReleases(releases: readonly ComparedRelease[]): ReleaseComparison {
  const [before, now, ...more] = releases
  if (before === undefined || now === undefined) throw new UsageError('compare needs two releases or more')
  refuseOtherTasks(releases)
  // Looking for shared cells also throws where examples of one name differ, which is all that more than two releases need.
  const shared = more.length === 0 ? sharedCells(before, now) : []
  if (more.length > 0) for (const other of releases.slice(1)) sharedCells(before, other)
  const differences = more.length === 0 ? pairedDifferences(before, now, shared) : []
  const intervals = new Map(differences.map((one) => [one.task, one]))
  const ranking = rankReleases(releases, more.length === 0 ? { shared, intervals } : undefined)
  return {
    releases: releases.map(({ name, from, cells, without }) => ({ name, from, cells: cells.length, without })),
    claims: claimRows(releases),
    figures: figureRows(releases),
    ...(ranking && { ranking }),
    ...scoredBy(releases),
    leftOut: [...releases.slice(1).flatMap((other) => leftOut(before, other)), ...comparedOwn(releases).leftOut],
    ...(more.length === 0 && {
      differences,
      changes: changesOf(before, now, shared),
    }),
  }
}

function scoredBy(releases: readonly ComparedRelease[]): Pick<ReleaseComparison, 'scoredBy'> {
  const [log] = releases.flatMap(({ scored }) => scored ?? [])
  return log === undefined ? {} : { scoredBy: log.by }
}

/** The number of names shown of a longer list. */
const MOST = 5

/** Says which cells two releases do not share, of the tasks that both have: nothing about those is paired. */
function leftOut(before: ComparedRelease, now: ComparedRelease): string[] {
  const shared = new Set(Object.keys(before.tasks).filter((task) => Object.hasOwn(now.tasks, task)))
  const [past, fresh] = [askedOf(before, shared), askedOf(now, shared)]
  return [...lacks(past, fresh, now.name, before.name), ...lacks(fresh, past, before.name, now.name)]
}

/** Keys of the cells. */
type Asked = ReadonlySet<string>

function lacks(own: Asked, other: Asked, lacking: string, has: string): string[] {
  const missing = [...own].filter((key) => !other.has(key))
  if (missing.length === 0) return []
  const named = namesUpTo(MOST, missing.map(nameOf).toSorted())
  return [`${has} has scores for ${counted(missing.length, 'prompt')} of examples where ${lacking} has none: ${named}.`]
}

/** Returns the prompts that a release was asked: a key of each example and variant. */
function askedOf({ cells }: ComparedRelease, tasks: ReadonlySet<string>): Set<string> {
  const asked = new Set<string>()
  for (const { task, example, variant } of cells) if (tasks.has(task)) asked.add(keyOf(task, example, variant))
  return asked
}

function keyOf(...parts: readonly [task: string, example: string, variant: string]): string {
  return JSON.stringify(parts)
}

function nameOf(key: string): string {
  const [task, example, variant] = JSON.parse(key) as Parameters<typeof keyOf>
  return `${task}/${example} under ${variant}`
}

function claimRows(releases: readonly ComparedRelease[]): ReleaseComparison['claims'] {
  const titles = new Map(releases.flatMap(({ claims }) => claims.map(({ id, title }) => [id, title] as const)))
  return [...titles]
    .map(([id, title]) => ({
      id,
      title,
      of: releases.map(({ claims }) => claims.find((claim) => claim.id === id) ?? null),
    }))
    .toSorted((a, b) => (a.title === b.title ? 0 : a.title < b.title ? -1 : 1))
}

function changesOf(
  before: ComparedRelease,
  now: ComparedRelease,
  shared: readonly SharedCells[],
): Omit<Comparison, 'differences'> {
  const { differences: _, ...changes } = compareWithBaseline({
    manifest: before.claims.map((claim) => ('spec' in claim ? manifestClaim(claim) : claim)),
    claims: now.claims.filter((claim) => 'spec' in claim),
    pairs: shared.flatMap(changePairs),
    where: { ...before.where, ...now.where },
    fixed: [before, now].every(({ from }) => from !== 'gate run'),
  })
  return changes
}

function manifestClaim({ id, title, spec, verdict, interval }: ClaimResult): ManifestClaim {
  return { id, title, advisory: spec.advisory, verdict, interval }
}

/** The difference of two releases on the cells that both have of one task. */
interface PairedDifference {
  readonly task: string
  /** Cells of the second release. */
  readonly cells: number
  readonly examples: number
  readonly sources: number
  /** Mean over sources of the mean difference of each, the second's score minus the first's: what a gate's claim is about. */
  readonly estimate: number
  readonly interval: MeasuredInterval | null
  /** The reason why there is no interval. */
  readonly reason?: string
}

/**
 * Returns the mean difference in score over the sources that both releases were asked about, task by task, with an interval
 * that resamples them. A source counts by the mean over its examples, and an example by the mean over the variants that
 * both sides have of it, each by its own repeats: what a gate's claim is about. There is no interval where a side is a
 * gate's run: it stopped where its data looked decisive, so none of fixed size holds.
 */
function pairedDifferences(
  before: Pick<ComparedRelease, 'name' | 'from'>,
  now: Pick<ComparedRelease, 'name' | 'from'>,
  cells: readonly (SharedCells & { readonly group: string })[],
): PairedDifference[] {
  const gate = [before, now].find(({ from }) => from === 'gate run')
  const byTask = Map.groupBy(cells, ({ task }) => task)
  return [...byTask].map(([task, shared]): PairedDifference => {
    const sources = Map.groupBy(shared, ({ group }) => group)
    const values = [...sources.values()].map(sourceDifference)
    const figures = {
      task,
      cells: shared.reduce((sum, one) => sum + one.now.length, 0),
      examples: new Set(shared.map(({ example }) => example)).size,
      sources: sources.size,
      estimate: values.reduce((sum, value) => sum + value, 0) / values.length,
    }
    return Object.assign(
      figures,
      gate === undefined ? intervalOf(task, [...sources.keys()], values) : refused(gate.name),
    )
  })
}

function refused(name: string): Pick<PairedDifference, 'interval' | 'reason'> {
  const reason = `${name} is a gate's run, which stopped where its data said: its claims' own bounds hold`
  return { interval: null, reason }
}

function intervalOf(
  task: string,
  sources: readonly string[],
  values: readonly number[],
): Pick<PairedDifference, 'interval' | 'reason'> {
  const [first] = values
  if (values.length < 2) return { interval: null, reason: 'one independent source cannot show how sources vary' }
  if (values.every((value) => value === first))
    return { interval: null, reason: 'no source differs from another, so nothing shows how they vary' }
  return { interval: meanInterval(values, sources, toolsFor('measure', { seed: '0', taskHash: task })) }
}
