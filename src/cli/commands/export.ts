import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { counted, didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { readCalls } from '../../runs/index.ts'
import type { Command } from '../command.ts'
import type { Column } from '../../core/types/field.ts'
import { COLUMNS } from '../export/columns.ts'
import { FIGURE_COLUMNS, figuresOf } from '../export/figureColumns.ts'
import { toCsv } from '../export/toCsv.ts'
import { toParquet } from '../export/toParquet.ts'
import { openRun } from '../openRun.ts'

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
      const { run, folder } = await openRun(io.cwd, positionals[0], false)
      const { measurements } = run.evidence
      if (measurements === undefined)
        throw new UsageError(`${folder} measured nothing, so it has no figures: npx vitest-robustness measure`)
      return write(figuresOf(measurements), FIGURE_COLUMNS, 'figure')
    }
    const { observations: found, folder } = await openRun(io.cwd, positionals[0])
    const took = await readCalls(folder)
    return write(
      found.map((observation) => Object.assign({}, observation, { took: took(observation.key) })),
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
