import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { inspectStore, type Entry } from '../../host/index.ts'
import type { Command } from '../common/command.ts'
import { csvCell } from '../common/layOut.ts'
import { STORE_OPTION, leftOut, storeFolder } from './openedStore.ts'

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | boolean | null>>

const COLUMNS = [
  'key',
  'release',
  'model',
  'revision',
  'pinned',
  'fingerprint',
  'on',
  'rejection',
  'finish',
  'input_tokens',
  'output_tokens',
  'text',
] as const

const FORMATS: Readonly<Record<string, { readonly head: string; readonly line: (row: Row) => string }>> = {
  jsonl: { head: '', line: (row) => `${JSON.stringify(row)}\n` },
  csv: { head: `${COLUMNS.join(',')}\n`, line: (row) => `${COLUMNS.map((name) => csvField(row[name])).join(',')}\n` },
}

/** The number of characters after which rows are printed. */
const PIECE = 1 << 16

/** Prints the recorded answers as tidy rows. */
export const storeExport: Command = {
  name: 'store export',
  summary: 'print recorded answers as rows of JSON or CSV',
  takes: '',
  help: [
    'One row an answer, sorted by key, to the output or to a file. The exact text is in JSONL; in CSV a text that a',
    'spreadsheet would run as a formula begins with an apostrophe.',
    '',
    '  npx vitest-robustness store export --format csv --output answers.csv',
  ],
  options: {
    ...STORE_OPTION,
    format: { type: 'string', short: 'f', value: 'name', describe: 'jsonl (default) or csv' },
    output: { type: 'string', short: 'o', value: 'file', describe: 'write to a file' },
  },
  most: 0,
  async run(call, io) {
    const name = String(call.values['format'] ?? 'jsonl')
    const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
    if (format === undefined) throw new UsageError(`No format "${name}"${didYouMean(name, Object.keys(FORMATS))}`)
    const { output } = call.values
    const store = await inspectStore(storeFolder(call, io))
    io.err(leftOut(store, io.cwd))
    try {
      const pieces = piecesOf(store.entries(), format)
      if (typeof output === 'string') await writePieces(resolve(io.cwd, output), pieces)
      else for (const piece of pieces) io.out(piece)
      return 0
    } finally {
      store.close()
    }
  },
}

function* piecesOf(entries: Iterable<Entry>, { head, line }: (typeof FORMATS)[string]): Generator<string> {
  let text = head
  for (const entry of entries) {
    text += line(rowOf(entry))
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  yield text
}

async function writePieces(file: string, pieces: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file)
  await once(stream, 'open')
  for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'finish')
}

function rowOf({ key, release, pinned, on, answer }: Entry): Row {
  const { model, revision, fingerprint } = answer.who
  const own =
    answer.kind === 'answer'
      ? { rejection: null, finish: answer.finish, tokens: answer.tokens, text: answer.text }
      : { rejection: answer.outcome, finish: null, tokens: { input: null, output: null }, text: null }
  const { tokens, rejection, finish, text } = own
  const who = { key, release, model, revision, pinned, fingerprint: fingerprint ?? null, on: on ?? null }
  return { ...who, rejection, finish, input_tokens: tokens.input, output_tokens: tokens.output, text }
}

/**
 * Writes a field of CSV. A text that begins like a formula is marked as text, so that a spreadsheet does not run it.
 */
function csvField(value: string | number | boolean | null): string {
  return csvCell(typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value)
}
