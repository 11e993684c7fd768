import { existsSync } from 'node:fs'
import type { Run } from '../core/types/index.ts'
import type { HistoryPlace } from './historyPlace.ts'
import type { ClaimName, HistoryFilter } from './_internal/queries.ts'
import type { RecordedClaim, RecordedRun } from './tables.ts'

/** A history of runs. Every method throws a `UsageError` that names no secret where the database does not do its part. */
export interface History {
  /** Records a run; `false` where it was there already. Whole or not at all, whatever other writers do. */
  readonly record: (run: Run, about: { readonly runId: string; readonly line?: string }) => Promise<boolean>
  /** Runs, oldest first. */
  readonly runs: (filter?: HistoryFilter) => Promise<RecordedRun[]>
  /** Claims of gate runs, oldest first; those that were not applicable are left out. */
  readonly claims: (filter?: HistoryFilter & { readonly names?: readonly ClaimName[] }) => Promise<RecordedClaim[]>
  /** Titles and ids that were recorded, each pair once. */
  readonly names: () => Promise<ClaimName[]>
  /** The highest number of an attempt at a baseline that was recorded; 0 where none was counted. */
  readonly lastAttempt: (baselineId: string) => Promise<number>
  readonly close: () => Promise<void>
}

/**
 * Opens a history and brings its tables up to date. A file is made where there is none, unless `create` is false: then
 * `null` is returned. Throws `UsageError` where it cannot be opened, or was written by a newer version of this package.
 */
export async function openHistory(place: HistoryPlace): Promise<History>
export async function openHistory(place: HistoryPlace, how: { readonly create: boolean }): Promise<History | null>
export async function openHistory(place: HistoryPlace, { create } = { create: true }): Promise<History | null> {
  if (place.kind === 'sqlite' && !create && !existsSync(place.file)) return null
  // Loaded here and not at the top: most processes of a run open no history.
  const { openDatabase } = await import('./_internal/openDatabase.ts')
  return openDatabase(place)
}
