import { UsageError } from '../../core/words/index.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { SourceFile } from '../readSource.ts'

/** A line of a JSON Lines file. */
export interface JsonLine {
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/**
 * The values of a JSON Lines file one by one, so that only a line at a time is held as text. Blank lines are skipped,
 * a byte-order mark and CRLF tolerated. Throws `UsageError` at text that is no JSON, and at a last line cut off.
 */
export function* jsonLines({ bytes, file }: SourceFile): Generator<JsonLine> {
  let start = 0
  for (let line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start)
    const end = found < 0 ? bytes.length : found
    const text = decodeUtf8(bytes.subarray(start, end), file, line)
    start = end + 1
    if (text.trim() === '') continue
    yield { line, value: parse(text, { file, line }, found < 0) }
  }
}

function parse(text: string, at: { readonly file: string; readonly line: number }, last: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const column = position === undefined ? text.trimEnd().length + 1 : Number(position) + 1
    const what = last
      ? 'the last line is cut off: the file is truncated, write or fetch it again'
      : 'not valid JSON: a line must hold one whole JSON object'
    throw new UsageError(what, { ...at, column })
  }
}
