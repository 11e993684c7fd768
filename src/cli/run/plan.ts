import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeVariables } from '../../core/environment/index.ts'
import { UsageError, type PlannedRun } from '../../core/types/index.ts'
import { type Command, textOf } from '../common/command.ts'
import { captureVitest } from '../common/spawnVitest.ts'

/** Prints what a gate would take and how it would end, before anything is asked. */
export const plan: Command = {
  name: 'plan',
  summary: 'print calls, tokens, money, time and chances of a gate, before any call',
  takes: '[arguments of vitest run]',
  help: [
    'Reads the suites without asking a model. For the run, and then for each claim: cells and calls (expected and at most),',
    'tokens, money by the price table, time, the smallest change that would be found, how many variants each example',
    'meets and why, and how often an unchanged release would pass, fail or stay open. These chances are simulated with',
    "the gate's own rule: on the accepted baseline's answers where it holds the cells, for claims about wordings, spread,",
    'scale and two tasks also on those of the latest run, else on a table that is printed.',
    'Each claim has the strictest limit that an unchanged release passes nine times in ten, the run the chance of the gate.',
    'Exit code 1 if a test or a file fails, 3 if a test process breaks down, 2 for usage and where no claim ran, and also',
    'if a gating claim cannot be decided by the data, or an identical release could not pass it: the nearest',
    'limit that could be decided, and the number of independent sources that this one needs, are named.',
    '',
    '  npx vitest-robustness plan --release v2 -- suites',
  ],
  options: {
    release: { type: 'string', short: 'r', value: 'name', describe: 'the release to plan for; default: the candidate' },
    latency: {
      type: 'string',
      value: 'ms',
      describe: 'milliseconds of one call; default: as the latest run measured it',
    },
    json: { type: 'boolean', describe: 'print the plan as JSON' },
  },
  most: Infinity,
  async run({ values, positionals }, io) {
    const { release, latency, json } = values
    if (latency !== undefined && !(Number(latency) > 0 && Number.isFinite(Number(latency))))
      throw new UsageError(`plan --latency ${JSON.stringify(latency)}: must be milliseconds above 0`)
    const folder = await mkdtemp(join(tmpdir(), 'vitest-robustness-plan-'))
    try {
      const file = join(folder, 'plan.json')
      const variables = writeVariables({
        mode: 'plan',
        plan: file,
        release: textOf(release),
        latency: textOf(latency),
      })
      const { code, output } = await captureVitest(positionals, variables, io)
      const text = await readFile(file, 'utf8').catch(() => null)
      if (text !== null) {
        const planned = JSON.parse(text) as PlannedRun
        // Loaded here and not at the top, because no other command needs the forecast.
        const { renderPlan } = await import('../../core/forecast/index.ts')
        io.out(json ? `${JSON.stringify(planned, null, 2)}\n` : renderPlan(planned))
      }
      // Vitest's output is shown only where something went wrong, or where there was nothing to plan.
      if (code !== 0 && !(text !== null && code === 2 && !/UsageError/.test(output))) io.err(output)
      if (text === null && code === 0) throw new UsageError('No robust suite ran, so there is nothing to plan')
      return code
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
