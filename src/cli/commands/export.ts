import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { counted } from '../../core/report/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import { readCalls } from '../../runs/index.ts'
import type { Command } from '../command.ts'
import { COLUMNS } from '../export/columns.ts'
import { toCsv } from '../export/toCsv.ts'
import { toParquet } from '../export/toParquet.ts'
import { openRun } from '../openRun.ts'

const WIDTH = Math.max(...COLUMNS.map(({ name }) => name.length))

/** Writes the observations of a run as a table. */
export const exportRun: Command = {
  name: 'export',
  summary: 'write the observations of a run as a table: CSV or Parquet, a row each',
  takes: '[run folder]',
  help: [
    'Without a folder: the latest run. docs/recompute-a-verdict.ipynb recomputes a verdict from such a table.',
    'Texts stand as the model gave them: let a spreadsheet import them as text, not as formulas.',
    '',
    '  npx vitest-robustness export --format parquet --output observations.parquet',
    '',
    'Columns:',
    ...COLUMNS.map(({ name, describe }) => `  ${name.padEnd(WIDTH)}  ${describe}`),
  ],
  options: {
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
    const { observations: found, folder } = await openRun(io.cwd, positionals[0])
    const took = await readCalls(folder)
    const observations = found.map((observation) => Object.assign({}, observation, { took: took(observation.key) }))
    if (file === null) {
      for (const row of toCsv(observations)) io.out(row)
      return 0
    }
    await mkdir(dirname(file), { recursive: true })
    if (format === 'csv') await pipeline(Readable.from(toCsv(observations)), createWriteStream(file))
    else await writeFile(file, await toParquet(observations))
    io.err(`${counted(observations.length, 'observation')} in ${String(output)}\n`)
    return 0
  },
}
