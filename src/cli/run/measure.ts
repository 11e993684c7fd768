import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeVariables } from '../../core/environment/index.ts'
import { shareBudget } from '../../core/measure/index.ts'
import { counted, visible } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type Command, textOf } from '../common/command.ts'
import { spawnReaching, spawnVitest } from '../common/spawnVitest.ts'

/** Spends a budget of cells evenly over the tasks of the suites. */
export const measure: Command = {
  name: 'measure',
  summary: 'spend a budget of cells evenly over the tasks of the suites, and describe; it decides nothing',
  takes: '[-- arguments of vitest run]',
  help: [
    'Runs the suites twice: first to see their tasks, asking nothing; then to ask each task an even share of the cells.',
    'Every variant is asked equally often; a larger budget asks the cells of a smaller one and more. A fifth of the cells',
    'are repeats, to tell how answers vary by themselves. The run folder holds metrics with fixed-size intervals for each',
    'task, wording family and variant, the components of variance, and what each instruction does to each claim.',
    'Exit code 0: everything was measured, whatever the figures. 1: a test or a file fails apart from the claims. 2: usage.',
    '3: no claim ran, or the release could not be asked.',
    '',
    '  npx vitest-robustness measure --cells 5000 --release v2 -- suites',
    '  npx vitest-robustness measure --cells 5000 --metrics ./metrics.ts#shareOfTwos',
  ],
  options: {
    cells: { type: 'string', short: 'n', value: 'number', describe: 'the budget, for all tasks together' },
    release: { type: 'string', short: 'r', value: 'name', describe: 'the release to measure; default: the candidate' },
    metrics: {
      type: 'string',
      value: 'module#name,…',
      describe: "metrics of your own, besides the config's; without a name all that the module exports",
    },
  },
  most: Infinity,
  async run({ values, positionals }, io) {
    const budget = Number(values['cells'])
    if (!Number.isSafeInteger(budget) || budget < 1) {
      const written = values['cells'] === undefined ? 'is missing' : `is ${JSON.stringify(values['cells'])}`
      throw new UsageError(`measure: --cells ${written}; give a whole number of cells, e.g. --cells 5000`)
    }
    const { release, metrics } = values
    const variables = { mode: 'measure', release: textOf(release), metrics: textOf(metrics) }
    const folder = await mkdtemp(join(tmpdir(), 'robustness-measure-'))
    try {
      const survey = join(folder, 'tasks.json')
      const quiet = ['--reporter=dot', '--silent=true', ...positionals]
      const code = await spawnReaching('measure', quiet, writeVariables({ ...variables, survey }), io)
      if (code !== 0) return code
      const tasks = JSON.parse(await readFile(survey, 'utf8')) as readonly SurveyedTask[]
      if (budget < tasks.length)
        throw new UsageError(`measure: --cells ${budget} is less than one for each of ${tasks.length} tasks`)
      const shares = shareBudget(budget, new Map(tasks.map(({ task, capacity }) => [task, capacity])))
      for (const task of tasks) io.out(`${sentence(task, shares.get(task.task) ?? 0)}\n`)
      const cells = JSON.stringify(Object.fromEntries(shares))
      return await spawnVitest(positionals, writeVariables({ ...variables, cells }), io)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

interface SurveyedTask {
  readonly task: string
  /** The number of cells of its whole grid, repeats included. */
  readonly capacity: number
  readonly examples: number
  readonly variants: number
}

function sentence({ task, capacity, examples, variants }: SurveyedTask, share: number): string {
  const grid = `${counted(examples, 'example')} × ${counted(variants, 'variant')}`
  return `measure ${visible(task)}: ${share} of ${capacity} cells (${grid}, each at most twice)`
}
