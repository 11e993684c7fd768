import { parseJson } from './parseJson.ts'
import { readSource } from './readSource.ts'

/** A JSON file's value with its place and sha256. Throws `UsageError` naming the file. */
export function readJsonFile(path: string): {
  readonly value: unknown
  readonly file: string
  readonly sha256: string
} {
  const source = readSource(path)
  return { value: parseJson(source), file: source.file, sha256: source.sha256 }
}
