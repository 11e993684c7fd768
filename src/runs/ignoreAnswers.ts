import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

const TEXT = `# Written once by vitest-robustness: prompts and answers are kept here, which may be confidential.
# Edit it where you mean to commit some, e.g. recorded answers for replay in CI: add the lines !store/ and !store/**
*
`

/**
 * Makes the working folder (`.robustness`) and keeps git from taking what is in it, so that answers are not committed by
 * accident. A `.gitignore` that is there stays as it is; a folder of another name that was there before is left alone, for
 * it may hold other files.
 */
export async function ignoreAnswers(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made === undefined && basename(folder) !== '.robustness') return
  await writeFile(join(folder, '.gitignore'), TEXT, { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
}
