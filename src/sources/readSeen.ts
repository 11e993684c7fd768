import { nameHint } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { decodeUtf8 } from './decodeUtf8.ts'
import { readSource } from './readSource.ts'

/**
 * Ids of the instructions that a release line was tuned on: a list, or the path of a JSON file that holds one.
 * With `known` (the ids of every instruction set in use) an id that no set has is refused, so that a slip of the pen
 * cannot turn a seen instruction into an unseen one. Throws `UsageError`.
 */
export function readSeen(fileOrIds: string | readonly string[], known?: Iterable<string>): readonly string[] {
  const { ids, file } =
    typeof fileOrIds === 'string' ? fromFile(fileOrIds) : { ids: fileOrIds as unknown, file: 'seen' }
  if (!Array.isArray(ids) || !ids.every((id): id is string => typeof id === 'string' && id !== '')) {
    throw new UsageError(`${file}: must be a JSON array of instruction ids, e.g. ["re-s01", "re-s02"]`)
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new UsageError(`${file}: ${JSON.stringify(twice)} is listed twice`)
  if (known !== undefined) refuseUnknown(ids, [...known], file)
  return ids
}

function fromFile(path: string): { readonly ids: unknown; readonly file: string } {
  const { bytes, file } = readSource(path)
  const text = decodeUtf8(bytes, file)
  try {
    return { ids: JSON.parse(text) as unknown, file }
  } catch {
    throw new UsageError(`${file}: not valid JSON: it must be an array of instruction ids`)
  }
}

function refuseUnknown(ids: readonly string[], known: readonly string[], file: string): void {
  const set = new Set(known)
  const unknown = ids.filter((id) => !set.has(id))
  if (unknown.length === 0) return
  const shown = unknown.slice(0, 5).map((id) => `${JSON.stringify(id)}${nameHint(id, known)}`)
  const more = unknown.length > shown.length ? `, and ${unknown.length - shown.length} more` : ''
  throw new UsageError(`${file}: no instruction has the id ${shown.join(', ')}${more}`)
}
