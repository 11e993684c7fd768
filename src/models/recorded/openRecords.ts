import { UsageError } from '../../core/types/index.ts'
import { csvRecords } from '../../sources/files/csvRecords.ts'
import { textLines } from '../../sources/files/textLines.ts'
import { openSource, type OpenSource } from '../../sources/files/openSource.ts'
import { openArchive } from './_internal/evalArchive.ts'
import type { RecordedKind } from './formats/index.ts'
import { documentRecords, outlineOf, RECORD } from './_internal/jsonDocument.ts'
import { parsePythonJson, type RecordFile } from './_internal/recordFile.ts'
import { bag, brokenOff, textOf, type FileRecord } from './formats/_internal/record.ts'

/**
 * Opens a file of answers (path relative to the working directory) and sees which tool wrote it, unless `kind` says so.
 * JSON Lines and CSV are read line by line, an inspect_ai archive sample by sample, a JSON document record by record. Throws `UsageError` with file and line.
 */
export function openRecords(path: string, kind?: RecordedKind): RecordFile {
  const source = openSource(path)
  if (source.start.startsWith('PK')) return openArchive(path)
  refusePacked(source)
  const { file, sha256 } = source
  if (kind === 'csv' || (kind === undefined && file.toLowerCase().endsWith('.csv')))
    return { file, sha256, model: null, task: null, kind: 'csv', records: csvRows(source) }
  return isDocument(source, kind) ? fromDocument(source, kind) : fromLines(source, kind)
}

function fromLines(source: OpenSource, kind: RecordedKind | undefined): RecordFile {
  const lines = jsonRecords(source)
  const { value: first, done } = lines.next()
  const { file, sha256 } = source
  const alone = { file, sha256, model: null, task: null }
  if (done === true) return { ...alone, kind: kind ?? 'jsonl', records: [] }
  return { ...alone, kind: kind ?? kindOf(first.value), records: chained(first, lines) }
}

/** Recognises the tool that wrote a single record: a line, or an item of a list. */
function kindOf(record: unknown): RecordedKind {
  const fields = bag(record)
  if ('resps' in fields && 'arguments' in fields) return 'lm-eval'
  if ('instance_id' in fields && Array.isArray(fields['stats'])) return 'helm'
  if ('response' in fields && 'vars' in fields && textOf(bag(fields['prompt'])['raw']) !== undefined) return 'promptfoo'
  return 'jsonl'
}

function* chained(first: FileRecord, rest: Iterable<FileRecord>): Generator<FileRecord> {
  yield first
  yield* rest
}

/**
 * Says whether a file is one JSON document. Its name does not decide: some `.jsonl` files hold lists, and some `.json`
 * files JSON Lines. A document does not end with its first line, or it is a list, or it holds the samples or results of
 * a tool.
 */
function isDocument({ file, start }: OpenSource, kind: RecordedKind | undefined): boolean {
  if (kind === 'inspect') return true
  const text = start.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('[')) return true
  if (!text.startsWith('{')) return /\.json$/i.test(file)
  const [line = '', ...more] = text.split('\n')
  const first = parsed(line)
  if (first === undefined) return more.length > 0 || /\.json$/i.test(file)
  if (more.some((rest) => rest.trim() !== '')) return false
  if (/\.json$/i.test(file)) return true
  const { samples, results, request_states: states } = bag(first)
  return Array.isArray(samples) || results !== undefined || states !== undefined
}

function parsed(text: string): unknown {
  try {
    return parsePythonJson(text)
  } catch {
    return undefined
  }
}

/**
 * Opens a file that is one JSON document: an inspect_ai log, promptfoo's output, or a list of records. It is read
 * twice, first for the parts around the records and then record by record, and never held as a whole.
 */
function fromDocument(source: OpenSource, kind: RecordedKind | undefined): RecordFile {
  const { file, sha256 } = source
  const { rest, isLines } = outlineOf(source)
  if (isLines) return fromLines(source, kind)
  const made = (found: RecordedKind, path: string, list: readonly unknown[], spec: unknown = {}): RecordFile => {
    const odd = list.findIndex((item) => item !== RECORD)
    if (odd >= 0) throw new UsageError(`${file}: record ${odd + 1} is no object but ${JSON.stringify(list[odd])}`)
    return {
      file,
      sha256,
      kind: kind ?? found,
      model: textOf(bag(spec)['model']) ?? null,
      task: textOf(bag(spec)['task']) ?? null,
      ...brokenOff(bag(rest)['status']),
      records: documentRecords(source, path),
    }
  }
  if (Array.isArray(rest)) {
    const [first] = documentRecords(source, '')
    return made(kindOf(first?.value), '', rest)
  }
  const { samples, eval: spec, results, request_states: states, configs } = bag(rest)
  if (Array.isArray(samples)) return made('inspect', 'samples', samples, spec)
  // promptfoo's own file wraps the table; its library returns the inner object.
  if (Array.isArray(results)) return made('promptfoo', 'results', results)
  const inner: unknown = bag(results)['results']
  if (Array.isArray(inner)) return made('promptfoo', 'results.results', inner)
  throw new UsageError(`${file} ${whyNot(results !== undefined && configs !== undefined, Array.isArray(states))}`)
}

/** Says why a document cannot be read, with the way out for files that are often found beside a log. */
function whyNot(isSummary: boolean, isScenario: boolean): string {
  if (isSummary)
    return "is lm-evaluation-harness's summary: give the samples_*.jsonl beside it, which --log_samples writes"
  if (isScenario)
    return (
      "is HELM's scenario_state.json, which holds no scores: give the per_instance_stats.json beside it, or write JSON " +
      "Lines: jq -c '.request_states[] | {example: .instance.id, text: .result.completions[0].text, gold: " +
      '(.instance.references[] | select(.tags | index("correct")) | .output.text)}\' scenario_state.json > log.jsonl'
    )
  return 'is no inspect_ai log (samples), no promptfoo output (results.results) and no list of records'
}

/** The longest record, in bytes. */
const MOST_BYTES = 1 << 26

/** Yields the values of a JSON Lines file one by one, so that only one line at a time is held as text. */
function* jsonRecords(source: OpenSource): Generator<FileRecord, undefined> {
  for (const { line, text, ended } of textLines(source, MOST_BYTES)) {
    if (text.trim() === '') continue
    try {
      yield { line, value: parsePythonJson(line === 1 ? text.replace(/^\uFEFF/, '') : text) }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      if (line === 1 && /\.(?:tsv|tab|txt)$/i.test(source.file))
        throw new UsageError(`a log is JSON Lines, or CSV with commas under .csv: is this a table with tabs?`, {
          file: source.file,
          line,
        })
      const position = /position (\d+)/.exec(error.message)?.[1]
      const column = position === undefined ? text.trimEnd().length + 1 : Number(position) + 1
      const what = ended
        ? 'not valid JSON: a line must hold one whole JSON object'
        : 'the last line is cut off: the file is truncated, write or fetch it again'
      throw new UsageError(what, { file: source.file, line, column })
    }
  }
}

/**
 * Yields the rows of a CSV file by its header; empty cells are left out. Throws `UsageError` for a column that is there
 * twice.
 */
function* csvRows(source: OpenSource): Generator<FileRecord> {
  let columns: readonly string[] | null = null
  for (const { at, value } of csvRecords(source, MOST_BYTES, ',')) {
    if (columns === null) {
      columns = value.map((name) => name.replace(/^\uFEFF/, '').trim())
      const twice = columns.find((name, index) => columns!.indexOf(name) !== index)
      if (twice !== undefined)
        throw new UsageError(`the column ${JSON.stringify(twice)} is there twice: which of the two counts?`, at)
      continue
    }
    if (value.length === 1 && columns.length === 1 && /[;\t]/.test(columns[0]!))
      throw new UsageError('the columns are divided by semicolons or tabs: write them with commas', at)
    if (value.length !== columns.length)
      throw new UsageError(`${value.length} cells, but the header has ${columns.length}`, at)
    const filled = columns.flatMap((name, index) => (value[index] ? [[name, value[index]] as const] : []))
    yield { line: at.line, value: Object.fromEntries(filled) }
  }
}

/** The first bytes of compressed files and tables, as text, with what to say of them. */
const PACKED: readonly (readonly [start: string, what: string])[] = [
  ['\u001F\uFFFD', 'is compressed with gzip: gunzip it first'],
  ['(\uFFFD/\uFFFD', 'is compressed with zstd: unzstd it first'],
  ['PAR1', "is a Parquet file: write JSON Lines first, e.g. duckdb -c \"COPY 'FILE' TO 'log.jsonl'\""],
]

function refusePacked({ file, start }: OpenSource): void {
  const packed = PACKED.find(([sign]) => start.startsWith(sign))
  if (packed) throw new UsageError(`${file} ${packed[1].replace('FILE', file)}`)
}
