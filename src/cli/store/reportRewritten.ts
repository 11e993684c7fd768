import { relative } from 'node:path'
import { counted, visible } from '../../core/report/index.ts'
import { UsageError } from '../../core/words/index.ts'
import { conflictInWords, damageInWords, type Rewritten } from '../../host/index.ts'

/** What a rewritten store holds, in lines. Throws `UsageError` if another process was at it. */
export function reportRewritten(folder: string, done: Rewritten | null, cwd: string): string[] {
  const name = relative(cwd, folder) || folder
  if (done === null) throw new UsageError(`Another process is merging ${name} just now: nothing was done, try again`)
  return [
    ...done.damaged.map((line) => `dropped  ${damageInWords(line, cwd)}`),
    ...done.conflicts.map((conflict) => `conflict  ${visible(conflictInWords(conflict))}`),
    ...done.open.map((segment) => `left alone  ${segment}: its process still runs`),
    `${name}: ${counted(done.kept, 'answer')} in answers.jsonl`,
  ]
}
