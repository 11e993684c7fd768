import { VARIABLES } from '../../core/environment/index.ts'
import { findClaims } from '../../history/index.ts'
import type { Command } from '../common/command.ts'
import { printAnswer } from './answer.ts'
import { allClaims, claimOverReleases, oneLine } from './claimsOverReleases.ts'
import { askHistory, filterOf, formatOf, QUESTION_OPTIONS } from './historyOptions.ts'

/** Prints a claim over releases, or all of them. */
export const history: Command = {
  name: 'history',
  summary: 'print a claim over releases: verdict, interval, limit; or all claims',
  takes: '[claim]',
  help: [
    'A claim is its title, a part of it that no other has, or its id. Without one: all, each by its latest release.',
    'Gate runs are recorded as they end, in .robustness/history.sqlite unless the config says `history` or the environment',
    `${VARIABLES.history} (a file, a postgres:// URL, or off). A release stands where its first run began; its latest run`,
    'speaks for it. Runs with the same evidence count once.',
    '',
    '  npx vitest-robustness history "keeps its answer"',
    '  npx vitest-robustness history --env DATABASE_URL --since 2026-09-01 --format markdown',
  ],
  options: {
    release: { type: 'string', short: 'r', value: 'name', describe: 'one release only: v2, or v2@e15a8c4 by revision' },
    ...QUESTION_OPTIONS,
  },
  most: 1,
  async run(call, io) {
    const [filter, format] = [filterOf(call), formatOf(call)]
    const [word] = call.positionals
    const claims = await askHistory(call, io, async (opened) =>
      opened.claims({ ...filter, ...(word !== undefined && { names: findClaims(await opened.names(), word) }) }),
    )
    const answer = word === undefined ? allClaims(oneLine(claims)) : claimOverReleases(oneLine(claims))
    io.out(await printAnswer(answer, format))
    return 0
  },
}
