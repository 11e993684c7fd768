import { evidenceHash } from '../core/hash/index.ts'
import type { Run } from '../core/types/index.ts'
import { problems } from '../schemas/index.ts'
import { hashInName } from './runFolder.ts'

/**
 * The run that a text of `run.json` holds; `null` for anything else, and for one that is not the run that the folder's name
 * bears the hash of: for looking around, where one bad file is passed over.
 */
export function asRun(text: string | null, folder: string): Run | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    if (problems('run', value).length > 0) return null
    const run = value as Run
    const named = hashInName(folder)
    return named === null || run.schema === 1 || evidenceHash(run).startsWith(named) ? run : null
  } catch {
    return null
  }
}
