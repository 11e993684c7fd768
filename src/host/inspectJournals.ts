import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createAnswerIndex, type DamagedLine } from './answerIndex.ts'

/** Journals below a working folder: how many attempts are undecided, with how many answers, and what is damaged. */
export async function inspectJournals(
  dir: string,
): Promise<{ readonly undecided: number; readonly answers: number; readonly damaged: readonly DamagedLine[] }> {
  const folder = join(dir, 'journal')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'))
  const damaged: DamagedLine[] = []
  let [undecided, answers] = [0, 0]
  for (const name of names.toSorted()) {
    const index = createAnswerIndex({ fold: false })
    for (const line of (await index.addFile(join(folder, name))).damaged) damaged.push(line)
    if (!name.endsWith('.decided.jsonl') && index.size() > 0) {
      undecided += 1
      answers += index.size()
    }
    index.close()
  }
  return { undecided, answers, damaged }
}
