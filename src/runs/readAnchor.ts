import { UsageError } from '../core/types/index.ts'
import { archiveOf, hashOf, readHistory } from './baselineHistory.ts'
import { readBaseline, type StoredBaseline } from './readBaseline.ts'

/**
 * A pinned release to compare with: a baseline's folder, or the id (or the beginning of its hash) of one that was
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
