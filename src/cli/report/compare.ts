import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { compareReleases, compareTable } from '../../core/compare/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { parseColumns } from '../../models/recorded/formats/columns.ts'
import { collectOften } from '../../host/v8Settings.ts'
import { textOf, type CliIo, type Command, type CommandCall } from '../common/command.ts'
import { metricsHere } from './loadKinds.ts'
import { openReleases } from './openReleases.ts'
import { refuseTableOptions, tableHere, tableOptions } from './tableHere.ts'

/** Puts two or more releases side by side. */
export const compare: Command = {
  name: 'compare',
  summary: 'put runs, recorded logs and baselines side by side; it decides nothing',
  takes: '<a> <b> [more]',
  help: [
    'Each is a run folder, its run.json, the id of a run, the folder of a baseline, or a recorded log as `gate` takes it',
    '(file#model for one model of it). Shows claims with their verdicts and, where all cells were measured, accuracy of',
    "seen, unseen and each wording family, flip rate and spread with fixed-size intervals. A gate's run stops where its",
    'data say, so it shows the bounds of its claims alone. Of two: what fails or passes newly, what moved, the paired',
    'difference over the cells that both have, and the examples that broke and recovered. Ranks on each part are those that',
    "pairwise sign tests over sources with Holm's correction and their intervals establish. Different tasks are refused.",
    '',
    'With --table: published accuracies, one file or more, in CSV, TSV or JSON, a row for each instruction and model (and',
    'data set; else a file is one). Shows figures across instructions, seen/unseen gaps and ranks over data sets, and says',
    'what is not established. Nothing about single answers follows from such a table.',
    '',
    '  npx vitest-robustness compare alpaca.jsonl vicuna.jsonl flan-t5-xl.jsonl --format markdown',
    '  npx vitest-robustness compare --table acc.csv --columns variant=prompt,score=acc,task=dataset,seen=kind --seen tuned',
  ],
  options: {
    format: { type: 'string', short: 'f', value: 'name', describe: 'terminal (default), markdown, html or json' },
    output: { type: 'string', short: 'o', value: 'file', describe: 'write to a file' },
    score: { type: 'string', value: 'name', describe: 'which score of recorded logs' },
    columns: { type: 'string', value: 'what=column,…', describe: 'what the columns of a plain log or a table hold' },
    table: { type: 'boolean', describe: 'the files are tables of accuracies, without single answers' },
    ...tableOptions,
    metrics: {
      type: 'string',
      value: 'module#name,…',
      describe: 'metrics of your own, to be computed of recorded logs; a measure run holds its own already',
    },
  },
  most: Infinity,
  async run({ values, positionals }, io) {
    const isTable = values['table'] === true
    if (positionals.length < (isTable ? 1 : 2))
      throw new UsageError(
        isTable
          ? 'compare --table needs a table of accuracies, or several'
          : 'compare needs two or more: run folders, recorded logs, baseline folders',
      )
    const { comparisonReporters } = await import('../../../reporters/comparison/index.ts')
    const format = String(values['format'] ?? 'terminal')
    const render = Object.hasOwn(comparisonReporters, format) ? comparisonReporters[format] : undefined
    if (render === undefined)
      throw new UsageError(`No format "${format}"${didYouMean(format, Object.keys(comparisonReporters))}`)
    const { output } = values
    if (!isTable) refuseTableOptions(values)
    const releases = isTable ? null : await opened(positionals, values, io)
    const text = render(releases ? compareReleases(releases) : compareTable(...tableHere(positionals, values, io.cwd)))
    if (typeof output !== 'string') {
      io.out(text)
      return 0
    }
    const file = resolve(io.cwd, output)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    return 0
  },
}

async function opened(positionals: readonly string[], values: CommandCall['values'], io: CliIo) {
  const { score, columns, metrics } = values
  const own = typeof metrics === 'string' ? await metricsHere(metrics.split(','), io.cwd, 'compare --metrics') : []
  collectOften()
  return openReleases(positionals, io, {
    score: textOf(score),
    columns: typeof columns === 'string' ? parseColumns(columns) : undefined,
    metrics: own,
  })
}
