import { UsageError, type Location } from '../../core/types/index.ts'
import type { DataSource } from '../openSource.ts'
import type { DataRecord } from './datasetFormat.ts'
import { textLines } from './textLines.ts'

/**
 * The values of a JSON Lines file one by one, so that only a line at a time is held as text. Blank lines are skipped,
 * a byte-order mark and CRLF tolerated. `read` parses a line. Throws `UsageError` at text that is no JSON, and at a last line cut off.
 */
export function* jsonLines(
  source: DataSource,
  most: number,
  read: (text: string) => unknown = JSON.parse,
): Generator<DataRecord> {
  for (const { line, text, ended } of textLines(source, most)) {
    if (text.trim() === '') continue
    const at = { file: source.file, line }
    yield { at, value: parse(read, text, at, !ended) }
  }
}

function parse(read: (text: string) => unknown, text: string, at: Location, last: boolean): unknown {
  try {
    return read(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const column = position === undefined ? text.trimEnd().length + 1 : Number(position) + 1
    const what = last
      ? 'the last line is cut off: the file is truncated, write or fetch it again'
      : 'not valid JSON: a line must hold one whole JSON object'
    throw new UsageError(what, { ...at, column })
  }
}
