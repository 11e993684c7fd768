import { messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'

/** Parses JSON; throws `UsageError` that names `where` the text comes from. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${where}: not JSON (${messageOf(error)})`)
  }
}
