import { UsageError } from '../../core/words/index.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import { readSource } from '../readSource.ts'

/** Label id -> words of a JSON file that holds `{ id: words }` or, as FewRel's, `{ id: [words, …] }`. Throws `UsageError`. */
export function readLabelNames(path: string): Readonly<Record<string, string>> {
  const { bytes, file } = readSource(path)
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes, file))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file}: not valid JSON: it must be an object of label id -> words`)
  }
  const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []
  const names = entries.map(([id, given]) => [id, Array.isArray(given) ? given[0] : given] as const)
  const odd = names.find(([, words]) => typeof words !== 'string' || words.trim() === '')
  if (names.length > 0 && odd === undefined) return Object.fromEntries(names)
  const what = odd === undefined ? '' : `; ${JSON.stringify(odd[0])} has none`
  throw new UsageError(`${file}: must be an object of label id -> words, or -> [words, …]${what}`)
}
