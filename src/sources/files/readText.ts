import { decodeUtf8 } from './text.ts'
import { readSource } from './readSource.ts'

/** Reads a file's text. Throws `UsageError` naming the file. */
export function readText(path: string): string {
  const { bytes, file } = readSource(path)
  return decodeUtf8(bytes, file)
}
