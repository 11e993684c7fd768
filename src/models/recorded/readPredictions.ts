import { readSource, type SourceFile } from '../../sources/readSource.ts'
import type { DataSource } from '../../sources/openSource.ts'
import { decodeUtf8 } from '../../sources/decodeUtf8.ts'
import { jsonLines } from '../../sources/datasets/jsonLines.ts'
import { UsageError } from '../../core/words/index.ts'
import { csvRecords } from '../../sources/datasets/csvRecords.ts'
import { inspectLog } from './inspectLog.ts'
import { lmEval } from './lmEval.ts'
import { plainRecord } from './plainRecord.ts'
import { bag, textOf, type FileRecord, type Prediction } from './prediction.ts'
import { promptfooOutput } from './promptfooOutput.ts'

/** Which tool wrote a file of predictions. */
export type RecordedKind = 'lm-eval' | 'inspect' | 'promptfoo' | 'jsonl' | 'csv'

/** Reads a record in one's own way: the answers it holds; `null` for none. */
export type MapRecord = (record: unknown) => Prediction | readonly Prediction[] | null

/** What a file of predictions holds. */
export interface Predictions {
  readonly file: string
  readonly sha256: string
  readonly kind: RecordedKind
  /** The model that the file names, if it names one. */
  readonly model: string | null
  readonly predictions: readonly { readonly prediction: Prediction; readonly line: number }[]
}

type Reader = (record: unknown) => Prediction | readonly Prediction[] | null | string

const READERS: Record<RecordedKind, Reader> = {
  'lm-eval': lmEval,
  inspect: inspectLog,
  promptfoo: promptfooOutput,
  jsonl: plainRecord,
  csv: plainRecord,
}

/** Reads a file of predictions (path relative to the working directory). Throws `UsageError` with file and line. */
export function readPredictions(path: string, kind?: RecordedKind, map?: MapRecord): Predictions {
  const source = readSource(path)
  refuseArchive(source)
  const { records, found, model } = recordsOf(source, kind)
  const chosen = kind ?? found
  const read: Reader = map ?? READERS[chosen]
  const predictions = records.flatMap(({ value, line }) => {
    const made = read(value)
    if (typeof made === 'string') {
      throw new UsageError(`fromRecorded: this ${chosen} record cannot be used: ${made}`, { file: source.file, line })
    }
    const all: readonly Prediction[] = made === null ? [] : Array.isArray(made) ? made : [made as Prediction]
    return all.map((prediction) => ({ prediction, line }))
  })
  return { file: source.file, sha256: source.sha256, kind: chosen, model, predictions }
}

interface Records {
  readonly records: readonly FileRecord[]
  readonly found: RecordedKind
  readonly model: string | null
}

function recordsOf(source: SourceFile, kind: RecordedKind | undefined): Records {
  const { file } = source
  if (kind === 'csv' || (kind === undefined && file.toLowerCase().endsWith('.csv'))) {
    return { records: csvRows(source), found: 'csv', model: null }
  }
  if (kind === 'inspect' || kind === 'promptfoo' || (kind === undefined && /\.json$/i.test(file))) {
    return fromDocument(parse(decodeUtf8(source.bytes, file), file), file)
  }
  const records = Array.from(jsonLines(dataOf(source), MOST_BYTES), ({ at, value }) => ({ line: at.line, value }))
  const first = bag(records[0]?.value)
  return { records, found: 'resps' in first && 'arguments' in first ? 'lm-eval' : 'jsonl', model: null }
}

/** The records of a file that is one JSON document: an inspect_ai log, promptfoo's output, or a list of plain records. */
function fromDocument(document: unknown, file: string): Records {
  if (Array.isArray(document)) return { records: numbered(document), found: 'jsonl', model: null }
  const { samples, eval: spec, results } = bag(document)
  if (Array.isArray(samples)) {
    return { records: numbered(samples), found: 'inspect', model: textOf(bag(spec)['model']) ?? null }
  }
  // promptfoo's own file wraps the table; its library returns the inner object.
  const inner = Array.isArray(results) ? results : bag(results)['results']
  if (Array.isArray(inner)) return { records: numbered(inner), found: 'promptfoo', model: null }
  throw new UsageError(
    `fromRecorded: ${file} is no inspect_ai log (samples), no promptfoo output (results.results) and no list of records`,
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
    `fromRecorded: ${file} is a zip archive. Convert an inspect_ai log first: ` +
      'inspect log convert <file>.eval --to json --output-dir <folder>',
  )
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw Object.assign(new UsageError(`fromRecorded: ${file} is not valid JSON: ${message}`), { cause })
  }
}
