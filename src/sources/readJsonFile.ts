import { UsageError } from '../core/words/index.ts'
import { decodeUtf8 } from './decodeUtf8.ts'
import { readSource } from './readSource.ts'

/** A JSON file's value with its place and sha256. Throws `UsageError` naming the file. */
export function readJsonFile(path: string): {
  readonly value: unknown
  readonly file: string
  readonly sha256: string
} {
  const source = readSource(path)
  try {
    return {
      value: JSON.parse(decodeUtf8(source.bytes, source.file)) as unknown,
      file: source.file,
      sha256: source.sha256,
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${source.file} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
