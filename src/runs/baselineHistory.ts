import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { orderedJson } from '../core/hash/index.ts'
import type { BaselineEvent, BaselineHistory } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson, readText, writeAtomically } from './_internal/files.ts'
import type { StoredBaseline } from './readBaseline.ts'
import { readBaseline } from './readBaseline.ts'

/** The person who accepted or rolled back a baseline, and the reason, as far as they are given. */
export interface Signature {
  readonly by?: string
  readonly reason?: string
}

/** Reads what was accepted in a baseline's folder, oldest first; a folder older than the history file has one event. */
export async function readHistory(folder: string): Promise<readonly BaselineEvent[]> {
  const file = historyFile(folder)
  const text = await readText(file)
  if (text !== null) return validate('baseline-history', parseJson(text, file), file).events
  const stored = await readBaseline(folder)
  return stored === null ? [] : [event('accepted', stored, {})]
}

/**
 * Throws `UsageError` where the history names acceptances and none of this content: somebody edited `baseline.json` by
 * hand, or an acceptance was killed before it wrote the history. Without a history nothing can be compared.
 */
export async function expectAccepted({ folder, id }: Pick<StoredBaseline, 'folder' | 'id'>): Promise<void> {
  const file = historyFile(folder)
  const text = await readText(file)
  if (text === null) return
  const { events } = validate('baseline-history', parseJson(text, file), file)
  // A folder may have been renamed since: the hash is what counts.
  if (events.some((one) => hashOf(one.id) === hashOf(id))) return
  throw new UsageError(
    `${join(folder, 'baseline.json')} is not what was accepted: its content is ${id}, and ${file} names ` +
      `${events.map((one) => one.id).join(', ') || 'none'}. Restore both files together, or accept again: ` +
      'npx vitest-robustness baseline accept --release <name>',
  )
}

/** Keeps a baseline that is about to be replaced in `history/<content hash>/`, so that it can be put back. */
export async function archiveBaseline(stored: StoredBaseline): Promise<void> {
  await copyBaseline(stored.folder, archiveOf(stored.folder, stored.id), stored.baseline.cells.file)
}

/** Adds to the history that a baseline is now the one in its folder; `before` is the history until then. */
export async function writeHistory(
  stored: StoredBaseline,
  action: BaselineEvent['action'],
  signature: Signature,
  before: readonly BaselineEvent[],
): Promise<void> {
  const history: BaselineHistory = { schema: 1, events: [...before, event(action, stored, signature)] }
  await writeAtomically(historyFile(stored.folder), orderedJson(history))
}

/**
 * Puts an earlier baseline back: the one accepted before the present one, or the one whose id or hash begins with `to`.
 * The present one is kept in the history. Throws `UsageError` if there is no such baseline, or if its files are gone.
 */
export async function rollbackBaseline(
  folder: string,
  to: string | undefined,
  signature: Signature,
): Promise<StoredBaseline> {
  const present = await readBaseline(folder)
  if (present === null) throw new UsageError(`No baseline.json in ${folder}: there is nothing to roll back`)
  const events = await readHistory(folder)
  const target = to === undefined ? previous(events, present.id) : named(events, to, present.id)
  const archive = archiveOf(folder, target)
  const kept = await readBaseline(archive)
  if (kept === null)
    throw new UsageError(`The files of ${target} are not in ${archive}: restore that folder from version control`)
  await archiveBaseline(present)
  await copyBaseline(archive, folder, kept.baseline.cells.file)
  const back = await readBaseline(folder)
  if (back === null) throw new UsageError(`${folder} could not be read back`)
  await writeHistory(back, 'rolled back', signature, events)
  return back
}

function previous(events: readonly BaselineEvent[], present: string): string {
  const accepted = events.filter(({ action }) => action === 'accepted').map(({ id }) => id)
  const before = accepted[accepted.lastIndexOf(present) - 1]
  if (before === undefined) throw new UsageError(`${present} is the first that was accepted: nothing came before it`)
  return before
}

function named(events: readonly BaselineEvent[], to: string, present: string): string {
  const ids = [...new Set(events.map(({ id }) => id))].filter((id) => id !== present)
  const found = ids.filter((id) => id.startsWith(to) || hashOf(id).startsWith(to))
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const list = ids.length === 0 ? 'it has none besides the present one' : `it has ${ids.join(', ')}`
  throw new UsageError(`${found.length === 0 ? 'No' : 'More than one'} baseline "${to}" in the history: ${list}`)
}

function event(action: BaselineEvent['action'], { id, baseline }: StoredBaseline, signature: Signature): BaselineEvent {
  const { release, acceptedOn } = baseline
  return { action, id, release: release.name, revision: release.revision, acceptedOn, ...signature }
}

async function copyBaseline(from: string, to: string, cells: string): Promise<void> {
  const json = await readFile(join(from, 'baseline.json'))
  await mkdir(to, { recursive: true })
  await writeAtomically(join(to, cells), await readFile(join(from, cells)))
  await writeAtomically(join(to, 'baseline.json'), json)
}

function historyFile(folder: string): string {
  return join(folder, 'history.json')
}

/** Returns the folder that keeps an earlier baseline. */
function archiveOf(folder: string, id: string): string {
  return join(folder, 'history', hashOf(id))
}

/** Returns the content hash at the end of an id. */
function hashOf(id: string): string {
  return id.slice(id.lastIndexOf('@') + 1)
}

/**
 * Finds the accepted evidence that a run names by its id, in one of `folders` or in the history of one of them: a baseline
 * that was replaced since is kept there. `null` where none of them holds it.
 */
export async function findAccepted(id: string, folders: readonly string[]): Promise<StoredBaseline | null> {
  for (const folder of folders) {
    for (const place of [folder, archiveOf(folder, id)]) {
      const stored = await readBaseline(place)
      // The hash is what counts: an archive has another name than the folder that it was accepted in.
      if (stored !== null && hashOf(stored.id) === hashOf(id)) return { ...stored, id }
    }
  }
  return null
}

/**
 * Reads a pinned release to compare with: a baseline's folder, or the id (or the beginning of its hash) of one that was
 * accepted in `baselineFolder` at some time. Throws `UsageError` if there is neither.
 */
export async function readAnchor(
  anchor: string,
  folder: string,
  baselineFolder: string | null,
): Promise<StoredBaseline> {
  const own = await readBaseline(folder)
  if (own !== null) return own
  const present = baselineFolder === null ? null : await readBaseline(baselineFolder)
  if (baselineFolder === null || present === null)
    throw new UsageError(
      `anchor "${anchor}": no baseline.json in ${folder}, and no baseline's history to look it up in`,
    )
  const fits = (id: string): boolean => id.startsWith(anchor) || hashOf(id).startsWith(anchor)
  const ids = [...new Set([...(await readHistory(baselineFolder)).map(({ id }) => id), present.id])]
  const found = ids.filter(fits)
  const [id] = found
  if (id === undefined || found.length > 1)
    throw new UsageError(
      `anchor "${anchor}": ${found.length === 0 ? 'no folder with a baseline.json, and no' : 'more than one'} accepted id of that name; ` +
        `the history has ${ids.join(', ')}`,
    )
  if (id === present.id) return present
  const kept = await readBaseline(archiveOf(baselineFolder, id))
  if (kept === null)
    throw new UsageError(
      `The files of anchor ${id} are not in ${archiveOf(baselineFolder, id)}: restore that folder from version control`,
    )
  // The id that it was accepted under: the archive's folder has another name.
  return { ...kept, id }
}
