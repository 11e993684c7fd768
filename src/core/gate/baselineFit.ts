/** Checks that a baseline still fits what a run asks: its tasks, its readers, its age. */
import type { Baseline, TaskSource } from '../types/index.ts'
import { canonicalJson } from '../hash/index.ts'
import { baselineStale, fileDiffers, readersDiffer, readOtherwise, taskDiffers } from '../wording/gateDoubts.ts'

/** A task as a run knows it. */
export interface TaskNow {
  readonly name: string
  readonly hash: string
  /** The hash of its first generation, where examples were added since. */
  readonly grownFrom?: string
  readonly sources: readonly TaskSource[]
}

/**
 * Compares a task with what was accepted and says in one sentence what differs; `null` where nothing does or the baseline
 * never asked it. Cells under one name would otherwise be compared although another question was put.
 */
export function taskChange(
  task: TaskNow,
  { taskHashes, sources }: Pick<Baseline, 'taskHashes' | 'sources'>,
): string | null {
  const accepted = taskHashes[task.name]
  if (accepted === undefined || accepted === (task.grownFrom ?? task.hash)) return null
  const before = sources?.[task.name]
  const files = task.sources.flatMap((source, index) => {
    const old = before?.find(({ file }) => file === source.file) ?? before?.[index]
    if (old?.sha256 !== source.sha256) return [fileDiffers(source, old?.sha256)]
    const options = otherOptions(old.options, source.options)
    return options.length === 0 ? [] : [readOtherwise(source.file, options)]
  })
  return taskDiffers(task.name, { hash: task.hash, accepted }, before === undefined ? null : files)
}

/** Returns the names of the options of which two readings of a file differ. */
function otherOptions(before: TaskSource['options'] = {}, now: TaskSource['options'] = {}): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted()
  return names.filter((name) => canonicalJson(before[name]) !== canonicalJson(now[name]))
}

/** The version that readers of release 0.1 have, which recorded none. */
export const FIRST_READER = '1'

/**
 * Says in one sentence that a task's answers are read by other rules than the accepted ones were; `null` where they are not
 * or the baseline never asked it. The difference of two readers would otherwise count as one between two releases.
 */
export function readerChange(
  { name, reader }: { readonly name: string; readonly reader: string },
  { taskHashes, readers }: Pick<Baseline, 'taskHashes' | 'readers'>,
): string | null {
  if (taskHashes[name] === undefined) return null
  const accepted = readers?.[name] ?? FIRST_READER
  return accepted === reader ? null : readersDiffer(name, reader, accepted)
}

/** A baseline's age, and how often it was used. */
export interface Age {
  /** ISO date. */
  readonly acceptedOn: string
  /** ISO date. */
  readonly today: string
  /** Attempts in its ledger; `null` where none is kept. */
  readonly attempts: number | null
}

/** Attempts at one baseline from which on little of α is left for the next: the tenth is tested at 0.6% of it. */
const MANY_ATTEMPTS = 10

/**
 * Says in one sentence why a newer baseline should be accepted; `null` while none need be. With `staleAfterDays` undefined no
 * baseline is too old.
 */
export function staleness({ acceptedOn, today, attempts }: Age, staleAfterDays: number | undefined): string | null {
  const days = ageInDays(acceptedOn, today)
  const old = staleAfterDays !== undefined && days > staleAfterDays
  const worn = attempts !== null && attempts >= MANY_ATTEMPTS
  return old || worn ? baselineStale(days, old ? staleAfterDays : undefined, attempts) : null
}

/** Whole days from one ISO date to another, UTC; 0 where the second is before the first. */
export function ageInDays(since: string, today: string): number {
  const days = (Date.parse(today.slice(0, 10)) - Date.parse(since.slice(0, 10))) / 86_400_000
  return Math.max(0, Math.floor(days))
}
