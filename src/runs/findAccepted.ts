import { archiveOf, hashOf } from './baselineHistory.ts'
import { readBaseline, type StoredBaseline } from './readBaseline.ts'

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
