import { existsSync } from 'node:fs'
import type { HistoryPlace } from './historyPlace.ts'
import type { History } from './_internal/openDatabase.ts'

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

/** Loads what opening a history takes, so that a later `openHistory` does not wait for it. */
export async function prepareHistory(): Promise<void> {
  await import('./_internal/openDatabase.ts')
}
