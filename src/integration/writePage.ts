import { writeFile } from 'node:fs/promises'
import type { TrendPoint } from '../core/report/index.ts'
import { messageOf } from '../core/text/index.ts'
import type { Observation, Run } from '../core/words/index.ts'

/**
 * Writes the page of a run to each of `files`. It takes about a second for 20,000 cells, so it comes after the verdict
 * was printed; `history` are the claims of earlier runs. Returns why it could not be made, or `null`: a picture that fails must not cost the run its exit code.
 */
export async function writePage(
  run: Run,
  observations: readonly Observation[],
  files: readonly string[],
  history: readonly TrendPoint[] = [],
): Promise<string | null> {
  try {
    // Loaded here and not at the top: the plugin works without the reports' room.
    const { renderHtml } = await import('../../reporters/index.ts')
    const { pictureStored } = await import('../cli/pictureStored.ts')
    const page = renderHtml(run, { picture: pictureStored(run, observations), history })
    for (const file of files) await writeFile(file, page)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
