import { counted } from '../text/figures.ts'
import { namesUpTo } from '../text/index.ts'
import { UsageError, type ClaimResult, type Comparison, type ManifestClaim } from '../types/index.ts'
import { compareWithBaseline } from './compareWithBaseline.ts'
import type { ComparedFrom, ComparedRelease, FigureRow } from './comparedRelease.ts'
import { comparedOwn, figureRows } from './figures.ts'
import { pairedDifferences, type PairedDifference } from './pairedDifferences.ts'
import { changePairs, refuseOtherTasks, sharedCells, type SharedCells } from './sharedCells.ts'

/** One of the releases. */
interface Side {
  readonly name: string
  readonly from: ComparedFrom
  /** That count, and those that ended in an error or have no score: neither right nor wrong. */
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
  /** The score that recorded logs were read by. */
  readonly scoredBy?: string
  /** What one of them has and another lacks, a sentence each. Figures of a release are over all of its own cells. */
  readonly leftOut: readonly string[]
  /** Of two releases alone: the second against the first. */
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
  // Of two releases what they share is needed below; of more, only that their examples are the same.
  const shared = more.length === 0 ? sharedCells(before, now) : []
  if (more.length > 0) for (const other of releases.slice(1)) sharedCells(before, other)
  return {
    releases: releases.map(({ name, from, cells, without }) => ({ name, from, cells: cells.length, without })),
    claims: claimRows(releases),
    figures: figureRows(releases),
    ...scoredBy(releases),
    leftOut: [...releases.slice(1).flatMap((other) => leftOut(before, other)), ...comparedOwn(releases).leftOut],
    ...(more.length === 0 && {
      differences: pairedDifferences(before, now, shared),
      changes: changesOf(before, now, shared),
    }),
  }
}

function scoredBy(releases: readonly ComparedRelease[]): Pick<ReleaseComparison, 'scoredBy'> {
  const [log] = releases.flatMap(({ scored }) => scored ?? [])
  return log === undefined ? {} : { scoredBy: log.by }
}

/** Names shown of a longer list. */
const MOST = 5

/** What two releases do not share, of the tasks that both have: nothing about it is paired. */
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

/** What a release was asked: a key of each example and variant. */
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
