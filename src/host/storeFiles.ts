import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createAnswerIndex, type AnswerIndex, type DamagedLine } from './answerIndex.ts'

/** Merged file first, then segments by name, which begins with the time they were opened. */
export async function storeFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name === 'answers.jsonl' || /^segment-.*\.jsonl$/.test(name)).toSorted()
}

/** Listings that may go stale under another process's merge before it is an error. */
const LISTINGS = 5

/** Indexes a store's files, from a listing that no merge of another process made stale meanwhile. */
export async function indexStore(
  folder: string,
): Promise<{ readonly index: AnswerIndex; readonly damaged: readonly DamagedLine[] }> {
  for (let listing = 1; ; listing += 1) {
    const index = createAnswerIndex({ fold: true })
    try {
      const damaged: DamagedLine[] = []
      for (const name of await storeFiles(folder))
        for (const line of (await index.addFile(join(folder, name))).damaged) damaged.push(line)
      return { index, damaged }
    } catch (error) {
      index.close()
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || listing === LISTINGS) throw error
    }
  }
}
