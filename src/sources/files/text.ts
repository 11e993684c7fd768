import type { SourceFile } from './readSource.ts'
import { readSource } from './readSource.ts'
import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'

/** Reads a JSON file's value, with the file's name and sha256. Throws `UsageError` naming the file. */
export function readJsonFile(path: string): {
  readonly value: unknown
  readonly file: string
  readonly sha256: string
} {
  const source = readSource(path)
  return { value: parseJson(source), file: source.file, sha256: source.sha256 }
}

/** Parses the JSON of a file that was read. Throws `UsageError` naming the file. */
export function parseJson({ bytes, file }: Pick<SourceFile, 'bytes' | 'file'>): unknown {
  const text = decodeUtf8(bytes, file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file}: not valid JSON (${messageOf(error)})`)
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes bytes as text, without a byte-order mark. Throws `UsageError` where they are not UTF-8; `line` is their first
 * line.
 */
export function decodeUtf8(bytes: Uint8Array, file: string, line = 1): string {
  try {
    return strict.decode(bytes)
  } catch {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
    const text = new TextDecoder('utf-8').decode(bytes)
    const first = text.slice(0, Math.max(0, text.indexOf('\u{FFFD}'))).split('\n').length - 1
    const what = wide ? 'the file is UTF-16' : 'not valid UTF-8'
    throw new UsageError(`${what}: save the file as UTF-8`, { file, line: line + first })
  }
}
