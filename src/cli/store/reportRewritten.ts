import { relative } from 'node:path'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { conflictInWords, damageInWords, replacedInWords, type Rewritten } from '../../host/index.ts'

/** What a rewritten store holds, in lines. Throws `UsageError` if another process was at it. */
export function reportRewritten(folder: string, done: Rewritten | null, cwd: string): string[] {
  const name = relative(cwd, folder) || folder
  if (done === null) throw new UsageError(`Another process is merging ${name} just now: nothing was done, try again`)
  return [
    ...done.damaged.map((line) => `dropped  ${visible(damageInWords(line, cwd))}`),
    ...done.conflicts.map((conflict) => `conflict  ${visible(conflictInWords(conflict))}`),
    ...replacedInWords(done.replaced, cwd).map((line) => `replaced  ${visible(line)}`),
    ...done.open.map((segment) => `left alone  ${segment}: its process still runs`),
    `${name}: ${counted(done.kept, 'answer')} in answers.jsonl`,
  ]
}
