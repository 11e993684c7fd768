import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { orderedJson } from '../core/hash/index.ts'
import { UsageError, type BaselineEvent, type BaselineHistory } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson } from './parseJson.ts'
import { readBaseline, type StoredBaseline } from './readBaseline.ts'
import { readText } from './readText.ts'
import { writeAtomically } from './writeAtomically.ts'

/** Who did it and why, as far as they say so. */
export interface Signature {
  readonly by?: string
  readonly reason?: string
}

/** What was accepted in a baseline's folder, oldest first; a folder from before there was a history has one event. */
export async function readHistory(folder: string): Promise<readonly BaselineEvent[]> {
  const file = historyFile(folder)
  const text = await readText(file)
  if (text !== null) return validate('baseline-history', parseJson(text, file), file).events
  const stored = await readBaseline(folder)
  return stored === null ? [] : [event('accepted', stored, {})]
}

/**
 * Throws `UsageError` where the history names acceptances and none of this content: somebody edited `baseline.json` by hand, or
 * an acceptance was killed before it signed. Without a history there is nothing to hold it against.
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

/** Adds to the history that a baseline now stands in its folder; `before` is the history as it was. */
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

/** Where an earlier baseline is kept. */
export function archiveOf(folder: string, id: string): string {
  return join(folder, 'history', hashOf(id))
}

/** The content hash at the end of an id. */
export function hashOf(id: string): string {
  return id.slice(id.lastIndexOf('@') + 1)
}
