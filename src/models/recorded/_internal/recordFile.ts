import { parseDigits } from '../../../core/tasks/json.ts'
import type { FileRecord } from '../formats/_internal/record.ts'
import type { RecordedKind } from '../formats/index.ts'

/** The records of a file of answers, not yet understood. */
export interface RecordFile {
  readonly file: string
  /** Returns the sha256 of the bytes; only once all records were taken. */
  readonly sha256: () => string
  readonly kind: RecordedKind
  /** The model that the file names, if it names one. */
  readonly model: string | null
  /** The task that the file names, if it names one. */
  readonly task: string | null
  /** The end of the run that wrote the file, where the file says that it did not end well, e.g. `cancelled`. */
  readonly broken?: string
  /** One at a time, once. */
  readonly records: Iterable<FileRecord>
}

/** Matches texts, which stay as they are, and the three names that Python writes for numbers that JSON lacks. */
const NAMES = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/**
 * Parses a JSON text, in which Python's `json` may have written `NaN`, `Infinity` or `-Infinity`: those are read as
 * `null`, a number that is not there. A number with more digits than JavaScript keeps, an id or an answer beyond 2^53,
 * is read as the text of its digits: rounded, two different ones would be the same. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return parseDigits(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return parseDigits(text.replaceAll(NAMES, (found) => (found.startsWith('"') ? found : 'null')))
  }
}
