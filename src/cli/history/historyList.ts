import { counted } from '../../core/text/index.ts'
import type { Command } from '../common/command.ts'
import { printAnswer } from './answer.ts'
import { askHistory, filterOf, formatOf, QUESTION_OPTIONS } from './historyOptions.ts'

/** Prints the recorded runs. */
export const historyList: Command = {
  name: 'history list',
  summary: 'print the recorded runs, oldest first',
  takes: '',
  help: [
    'One line a run. Its folder may be elsewhere, or gone.',
    '',
    '  npx vitest-robustness history list --since 2026-11-01',
  ],
  options: {
    release: { type: 'string', short: 'r', value: 'name', describe: 'one release only: v2, or v2@e15a8c4 by revision' },
    ...QUESTION_OPTIONS,
  },
  most: 0,
  async run(call, io) {
    const [filter, format] = [filterOf(call), formatOf(call)]
    const runs = await askHistory(call, io, (opened) => opened.runs(filter))
    const rows = runs.map(({ startedAt, line, releaseName, verdict, claims, runId }) => [
      startedAt.slice(0, 10),
      line,
      releaseName,
      verdict,
      String(claims),
      runId,
    ])
    const answer = {
      lead: [`${counted(runs.length, 'run')} recorded`],
      table: { head: ['began', 'line', 'release', 'verdict', 'claims', 'run'], rows, right: [4], gives: [2, 1] },
      notes: [],
      data: runs,
    }
    io.out(await printAnswer(answer, format))
    return 0
  },
}
