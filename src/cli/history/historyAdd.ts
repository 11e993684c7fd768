import { basename } from 'node:path'
import { openHistory } from '../../history/index.ts'
import type { Command } from '../common/command.ts'
import { openRun } from '../common/openStored.ts'
import { historyPlace, PLACE_OPTIONS } from './historyOptions.ts'

/** Records a run. */
export const historyAdd: Command = {
  name: 'history add',
  summary: 'record runs in the history; one that is there already changes nothing',
  takes: '[run folder] …',
  help: [
    'Without a folder: the latest run. The folder is checked first: one that was altered is refused. For CI, where the job',
    'that ran the suites has no database at hand; several jobs may write at once.',
    '',
    '  npx vitest-robustness history add --env DATABASE_URL',
  ],
  options: {
    line: { type: 'string', value: 'name', describe: 'the release line; default: as the run says' },
    ...PLACE_OPTIONS,
  },
  most: Infinity,
  async run(call, io) {
    const { line } = call.values
    const places = call.positionals.length === 0 ? [undefined] : call.positionals
    const stored = []
    for (const which of places) stored.push(await openRun(io, which))
    const history = await openHistory(historyPlace(call, io))
    try {
      for (const { folder, run } of stored) {
        const runId = basename(folder)
        const added = await history.record(run, { runId, ...(typeof line === 'string' && { line }) })
        io.out(`${runId}: ${added ? 'recorded' : 'was recorded already'}\n`)
      }
    } finally {
      await history.close()
    }
    return 0
  },
}
