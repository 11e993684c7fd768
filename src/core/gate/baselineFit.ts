import type { Baseline, TaskSource } from '../types/index.ts'
import { counted } from '../text/figures.ts'

/** A task as a run knows it. */
export interface TaskNow {
  readonly name: string
  readonly hash: string
  /** The hash of its first generation, where examples were added since. */
  readonly grownFrom?: string
  readonly sources: readonly TaskSource[]
}

/** The readers of 0.1, which recorded none. */
export const FIRST_READER = '1'

/**
 * That a task's answers are read by other rules than the accepted ones were, in one sentence; `null` where they are not or
 * the baseline never asked it. The difference of two readers would otherwise count as one between two releases.
 */
export function readerChange(
  { name, reader }: { readonly name: string; readonly reader: string },
  { taskHashes, readers }: Pick<Baseline, 'taskHashes' | 'readers'>,
): string | null {
  if (taskHashes[name] === undefined) return null
  const accepted = readers?.[name] ?? FIRST_READER
  if (accepted === reader) return null
  return `answers of task ${name} are read by version ${reader} of its reader here, the accepted ones were by version ${accepted}`
}

/**
 * What differs between a task and what was accepted, in one sentence; `null` where nothing does or the baseline never
 * asked it. Cells under one name would otherwise be compared although another question was put.
 */
export function taskChange(
  task: TaskNow,
  { taskHashes, sources }: Pick<Baseline, 'taskHashes' | 'sources'>,
): string | null {
  const accepted = taskHashes[task.name]
  if (accepted === undefined || accepted === (task.grownFrom ?? task.hash)) return null
  const hashes = `its hash is ${task.hash.slice(0, 12)}, ${accepted.slice(0, 12)} was accepted`
  const before = sources?.[task.name]
  if (before === undefined) return `task ${task.name} changed: ${hashes}`
  const changed = task.sources.flatMap((source, index) => {
    const old = before.find(({ file }) => file === source.file) ?? before[index]
    if (old === undefined) return [`${source.file} is new`]
    if (old.sha256 === source.sha256) return []
    return [`${source.file} (sha256 ${source.sha256.slice(0, 12)}, accepted ${old.sha256.slice(0, 12)})`]
  })
  const what = changed.length > 0 ? changed.join(', ') : 'how its files are read, or the package that reads them'
  return `task ${task.name} changed: ${what}; ${hashes}`
}

/** How old a baseline is, and how often it was used. */
export interface Age {
  readonly acceptedOn: string
  readonly today: string
  /** Attempts in its ledger; `null` where none is kept. */
  readonly attempts: number | null
}

/** Attempts at one baseline from which on little of α is left for the next: the tenth is tested at 0.6% of it. */
const MANY = 10

/** Why a baseline should be accepted anew, one sentence; `null` while it need not. `staleAfterDays`: never if undefined. */
export function staleness({ acceptedOn, today, attempts }: Age, staleAfterDays: number | undefined): string | null {
  const days = ageInDays(acceptedOn, today)
  const old = staleAfterDays !== undefined && days > staleAfterDays
  const worn = attempts !== null && attempts >= MANY
  if (!old && !worn) return null
  const age = `${counted(days, 'day')} old${old ? ` (stale after ${staleAfterDays})` : ''}`
  const used = attempts === null ? '' : ` and was gated against by ${counted(attempts, 'candidate')}`
  return `The baseline is stale: it is ${age}${used}. Accept a newer release, with fresh examples if it is worn.`
}

/** Whole days from one ISO date to another, UTC; 0 where the second lies before the first. */
export function ageInDays(since: string, today: string): number {
  const days = (Date.parse(today.slice(0, 10)) - Date.parse(since.slice(0, 10))) / 86_400_000
  return Math.max(0, Math.floor(days))
}
