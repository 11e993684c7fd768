import { counted, formatBound, formatLimit } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { findClaims, firstBroken, type FirstBroken, type RecordedClaim } from '../../history/index.ts'
import type { Command } from '../common/command.ts'
import { printAnswer, type Answer } from './answer.ts'
import { dataOf, oneLine } from './claimsOverReleases.ts'
import { askHistory, filterOf, formatOf, QUESTION_OPTIONS } from './historyOptions.ts'

/** Says which release broke a claim first. */
export const historyFirstBroken: Command = {
  name: 'history first-broken',
  summary: 'name the first release that broke a claim, and the last good one before',
  takes: '<claim>',
  help: [
    'Broken: a run of it failed the claim. `inconclusive` is no break. If limit or data changed as well, it says so: then',
    'the release may not be what broke it. Exit code 0 whether or not one did.',
    '',
    '  npx vitest-robustness history first-broken "keeps its answer"',
  ],
  options: QUESTION_OPTIONS,
  most: 1,
  async run(call, io) {
    const [word] = call.positionals
    if (word === undefined)
      throw new UsageError('history first-broken needs a claim: its title, a part of it, or its id')
    const [filter, format] = [filterOf(call), formatOf(call)]
    const claims = await askHistory(call, io, async (opened) =>
      opened.claims({ ...filter, names: findClaims(await opened.names(), word) }),
    )
    io.out(await printAnswer(answerOf(oneLine(claims)), format))
    return 0
  },
}

function answerOf(claims: readonly RecordedClaim[]): Answer {
  const found = firstBroken(claims)
  const { broken, failure, lastGood, mended, changed } = found
  return {
    lead: [claims.at(-1)?.title ?? '', ...sentences(found)],
    table: null,
    notes: changed.map((change) => `Changed as well between the two: ${change}.`),
    data: {
      claim: claims.at(-1)?.title,
      firstBroken: broken &&
        failure && { release: broken.release, runs: broken.runs, failed: broken.failed, failure: dataOf(failure) },
      lastGood: lastGood && { release: lastGood.release, last: dataOf(lastGood.last) },
      mended: mended.map(({ release }) => release),
      changed,
      releases: found.releases,
    },
  }
}

function sentences({ broken, failure, lastGood, mended, releases }: FirstBroken): string[] {
  if (broken === null || failure === null) return [`None of ${counted(releases, 'release')} broke it.`]
  const { statistic, sense, limitValue } = failure
  return [
    `First broken by: ${broken.release} (${failure.startedAt.slice(0, 10)}, run ${failure.runId}); it failed in ${broken.failed} of ${counted(broken.runs, 'run')}`,
    `  ${statistic} ${interval(failure)}; limit: ${sense} ${formatLimit(limitValue)}`,
    lastGood === null
      ? 'Last good before: none was recorded'
      : `Last good before: ${lastGood.release} (${lastGood.last.startedAt.slice(0, 10)}, run ${lastGood.last.runId}); ${interval(lastGood.last)}`,
    mended.length === 0
      ? 'Passed again: no release after it'
      : `Passed again: ${mended.map(({ release }) => release).join(', ')}`,
  ]
}

function interval({ least, most, limitValue }: RecordedClaim): string {
  return `${formatBound(least, 'down', limitValue)} to ${formatBound(most, 'up', limitValue)}`
}
