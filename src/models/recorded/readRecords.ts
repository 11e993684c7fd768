import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import { csvRecords } from '../../sources/datasets/csvRecords.ts'
import { jsonLines } from '../../sources/datasets/jsonLines.ts'
import { decodeUtf8 } from '../../sources/decodeUtf8.ts'
import type { DataSource } from '../../sources/openSource.ts'
import { readSource, type SourceFile } from '../../sources/readSource.ts'
import { bag, textOf, type FileRecord } from './prediction.ts'

/** Which tool wrote a file of predictions. */
export type RecordedKind = 'lm-eval' | 'inspect' | 'promptfoo' | 'jsonl' | 'csv'

/** The records of a file of predictions, not yet understood. */
export interface RecordFile {
  readonly file: string
  readonly sha256: string
  readonly kind: RecordedKind
  /** The model that the file names, if it names one. */
  readonly model: string | null
  /** The task that the file names, if it names one. */
  readonly task: string | null
  readonly records: readonly FileRecord[]
}

/** Reads a file's records (path relative to the working directory). Throws `UsageError` with file and line. */
export function readRecords(path: string, kind?: RecordedKind): RecordFile {
  const source = readSource(path)
  refuseArchive(source)
  const { found, ...rest } = recordsOf(source, kind)
  return { file: source.file, sha256: source.sha256, kind: kind ?? found, ...rest }
}

interface Records {
  readonly records: readonly FileRecord[]
  readonly found: RecordedKind
  readonly model: string | null
  readonly task: string | null
}

function recordsOf(source: SourceFile, kind: RecordedKind | undefined): Records {
  const { file } = source
  if (kind === 'csv' || (kind === undefined && file.toLowerCase().endsWith('.csv'))) {
    return { records: csvRows(source), found: 'csv', model: null, task: null }
  }
  if (kind === 'inspect' || kind === 'promptfoo' || (kind === undefined && /\.json$/i.test(file))) {
    return fromDocument(parse(decodeUtf8(source.bytes, file), file), file)
  }
  const records = Array.from(jsonLines(dataOf(source), MOST_BYTES), ({ at, value }) => ({ line: at.line, value }))
  const first = bag(records[0]?.value)
  return { records, found: 'resps' in first && 'arguments' in first ? 'lm-eval' : 'jsonl', model: null, task: null }
}

/** The records of a file that is one JSON document: an inspect_ai log, promptfoo's output, or a list of plain records. */
function fromDocument(document: unknown, file: string): Records {
  if (Array.isArray(document)) return { records: numbered(document), found: 'jsonl', model: null, task: null }
  const { samples, eval: spec, results } = bag(document)
  if (Array.isArray(samples)) {
    return {
      records: numbered(samples),
      found: 'inspect',
      model: textOf(bag(spec)['model']) ?? null,
      task: textOf(bag(spec)['task']) ?? null,
    }
  }
  // promptfoo's own file wraps the table; its library returns the inner object.
  const inner = Array.isArray(results) ? results : bag(results)['results']
  if (Array.isArray(inner)) return { records: numbered(inner), found: 'promptfoo', model: null, task: null }
  throw new UsageError(
    `${file} is no inspect_ai log (samples), no promptfoo output (results.results) and no list of records`,
  )
}

/** The rows of a CSV file by its header; an empty cell is left out. */
function csvRows(source: SourceFile): FileRecord[] {
  const [header, ...rows] = csvRecords(dataOf(source), MOST_BYTES, ',')
  const columns = header?.value.map((name) => name.trim()) ?? []
  return rows.map(({ at, value }) => {
    if (value.length !== columns.length) {
      throw new UsageError(`${value.length} cells, but the header has ${columns.length}`, at)
    }
    const filled = columns.flatMap((name, index) => (value[index] ? [[name, value[index]] as const] : []))
    return { line: at.line, value: Object.fromEntries(filled) }
  })
}

/** Longest record, in bytes. */
const MOST_BYTES = 1 << 26

function dataOf({ file, bytes }: SourceFile): DataSource {
  return { file, chunks: () => [bytes] }
}

function numbered(list: readonly unknown[]): FileRecord[] {
  return list.map((value, index) => ({ value, line: index + 1 }))
}

/** inspect_ai's default log is a zip. */
function refuseArchive({ file, bytes }: SourceFile): void {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return
  throw new UsageError(
    `${file} is a zip archive. Convert an inspect_ai log first: ` +
      'inspect log convert <file>.eval --to json --output-dir <folder>',
  )
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = messageOf(cause)
    throw Object.assign(new UsageError(`${file} is not valid JSON: ${message}`), { cause })
  }
}
