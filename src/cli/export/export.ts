import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { optionalImport } from '../../core/install/index.ts'
import { plainObservation } from '../../core/table/index.ts'
import { counted, didYouMean } from '../../core/text/index.ts'
import type { Column } from '../../core/types/field.ts'
import { UsageError } from '../../core/types/index.ts'
import { readCalls } from '../../runs/index.ts'
import type { Command } from '../common/command.ts'
import { csvCell } from '../common/layOut.ts'
import { openRun } from '../common/openStored.ts'
import { COLUMNS, FIGURE_COLUMNS, figuresOf } from './columns.ts'

const WIDTH = Math.max(...[...COLUMNS, ...FIGURE_COLUMNS].map(({ name }) => name.length))

function columnLines(columns: readonly { readonly name: string; readonly describe: string }[]): string[] {
  return columns.map(({ name, describe }) => `  ${name.padEnd(WIDTH)}  ${describe}`)
}

/** Writes the observations or the measured figures of a run as a table. */
export const exportRun: Command = {
  name: 'export',
  summary: 'write the observations of a run, or its measured figures, as a table: CSV or Parquet',
  takes: '[run folder]',
  help: [
    'Without a folder: the latest run. docs/recompute-a-verdict.ipynb recomputes a verdict from such a table.',
    'Texts stand as the model gave them: let a spreadsheet import them as text, not as formulas.',
    '',
    '  npx vitest-robustness export --format parquet --output observations.parquet',
    '  npx vitest-robustness export --figures --output figures.csv',
    '',
    'Columns, a row for each observation:',
    ...columnLines(COLUMNS),
    '',
    'Columns with --figures, a row for each metric (yours included) on each part of the grid of a measure run:',
    ...columnLines(FIGURE_COLUMNS),
  ],
  options: {
    figures: { type: 'boolean', describe: 'the figures of a measure run instead of its observations' },
    format: { type: 'string', short: 'f', value: 'name', describe: "csv or parquet; default: by the file's name" },
    output: { type: 'string', short: 'o', value: 'file', describe: 'where to; CSV goes to the output without it' },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const { output } = values
    const file = typeof output === 'string' ? resolve(io.cwd, output) : null
    const format = String(values['format'] ?? (file?.endsWith('.parquet') ? 'parquet' : 'csv'))
    if (format !== 'csv' && format !== 'parquet')
      throw new UsageError(`No format "${format}"${didYouMean(format, ['csv', 'parquet'])}; there are csv and parquet`)
    if (format === 'parquet' && file === null)
      throw new UsageError('export --format parquet needs a file: --output observations.parquet')
    if (values['figures'] === true) {
      const { run, folder } = await openRun(io, positionals[0], false)
      const { measurements } = run.evidence
      if (measurements === undefined)
        throw new UsageError(`${folder} measured nothing, so it has no figures: npx vitest-robustness measure`)
      return write(figuresOf(measurements), FIGURE_COLUMNS, 'figure')
    }
    const { observations: found, folder } = await openRun(io, positionals[0])
    const took = await readCalls(folder)
    return write(
      found.map((observation) => Object.assign({}, plainObservation(observation), { took: took(observation.key) })),
      COLUMNS,
      'observation',
    )

    async function write<Row>(rows: readonly Row[], columns: readonly Column<Row>[], what: string): Promise<number> {
      if (file === null) {
        for (const row of toCsv(rows, columns)) io.out(row)
        return 0
      }
      await mkdir(dirname(file), { recursive: true })
      if (format === 'csv') await pipeline(Readable.from(toCsv(rows, columns)), createWriteStream(file))
      else await writeFile(file, await toParquet(rows, columns))
      io.err(`${counted(rows.length, what)} in ${String(output)}\n`)
      return 0
    }
  },
}

/**
 * Writes a table as CSV (RFC 4180), piece by piece. `null` is an empty cell and an empty text is `""`. A text is
 * written as it is, with its line breaks, so that it can be compared.
 */
export function* toCsv<Row>(rows: Iterable<Row>, columns: readonly Column<Row>[]): Generator<string> {
  yield line(columns.map(({ name }) => name))
  for (const row of rows) yield line(columns.map(({ value }) => value(row)))
}

function line(values: readonly (string | number | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

const TYPES = { text: 'STRING', integer: 'INT64', number: 'DOUBLE' } as const

/** Writes a table as a Parquet file. Throws `UsageError` where the package that writes it is missing. */
export async function toParquet<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await optionalImport(
    () => import('hyparquet-writer'),
    'hyparquet-writer',
    'export --format parquet',
  )
  const columnData = columns.map((column) => ({
    name: column.name,
    type: TYPES[column.type],
    nullable: true,
    data: rows.map((row) => valueOf(column, row)),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function valueOf<Row>(column: Column<Row>, row: Row): string | number | bigint | null {
  const value = column.value(row)
  return column.type === 'integer' && typeof value === 'number' ? BigInt(value) : value
}
