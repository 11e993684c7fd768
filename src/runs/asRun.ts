import type { Run } from '../core/words/index.ts'
import { problems } from '../schemas/index.ts'

/** The run that a text of `run.json` holds; `null` for anything else: for looking around, where one bad file is passed over. */
export function asRun(text: string | null): Run | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return problems('run', value).length === 0 ? (value as Run) : null
  } catch {
    return null
  }
}
