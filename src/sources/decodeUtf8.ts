import { UsageError } from '../core/types/index.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

/** Bytes as text, without a byte-order mark. Throws `UsageError` where they are not UTF-8; `line` is their first line. */
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
