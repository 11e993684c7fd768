import { formatChange, formatEstimate } from '../../core/text/index.ts'
import { sensitivityDrift, type Drift } from '../../history/index.ts'
import type { Command } from '../common/command.ts'
import { printAnswer, type Answer } from './answer.ts'
import { oneLine } from './claimsOverReleases.ts'
import { askHistory, filterOf, formatOf, QUESTION_OPTIONS } from './historyOptions.ts'

/** Says how flip rates moved over releases. */
export const historyDrift: Command = {
  name: 'history drift',
  summary: 'print how flip rates moved over releases (exploratory)',
  takes: '',
  help: [
    'For every claim about a flip rate: the median of the slopes between all pairs of releases (Theil and Sen), and its 90%',
    'interval, from 4 releases on. Releases with other examples, instructions, limit or number of gating claims than the',
    'latest are left out: where a gate stops depends on them, and so does its estimate.',
    'Exploratory: estimates of runs that stopped early are biased, and releases asked the same examples.',
    '',
    '  npx vitest-robustness history drift --since 2026-06-01',
  ],
  options: QUESTION_OPTIONS,
  most: 0,
  async run(call, io) {
    const [filter, format] = [filterOf(call), formatOf(call)]
    const claims = await askHistory(call, io, (opened) => opened.claims(filter))
    io.out(await printAnswer(answerOf(sensitivityDrift(oneLine(claims))), format))
    return 0
  },
}

function answerOf(drifts: readonly Drift[]): Answer {
  const left = drifts.reduce((sum, drift) => sum + drift.left, 0)
  return {
    lead: ['Drift of sensitivity: change of the flip rate per release (exploratory)'],
    table: {
      head: ['claim', 'releases', 'first', 'latest', 'change', '90% interval'],
      rows: drifts.map(({ title, releases, trend }) => [
        title,
        String(releases.length),
        estimate(releases[0]?.last.estimate),
        estimate(releases.at(-1)?.last.estimate),
        change(trend?.slope),
        trend?.interval ? `${change(trend.interval[0])} to ${change(trend.interval[1])}` : 'needs 4 releases',
      ]),
      right: [1, 2, 3, 4],
      gives: 'first above',
    },
    notes: [
      ...(drifts.length === 0 ? ['No claim about a flip rate was recorded.'] : []),
      ...(left > 0
        ? [
            `Left out, since their examples, instructions, limit or number of gating claims were others: ${left} figures of earlier releases.`,
          ]
        : []),
      'No verdict: estimates of runs that stopped early are biased, and all releases asked the same examples.',
    ],
    data: drifts.map(({ title, statistic, releases, left: others, trend }) => ({
      claim: title,
      statistic,
      exploratory: true,
      releases: releases.map(({ release, firstAt, last }) => ({ release, firstAt, estimate: last.estimate })),
      leftOut: others,
      slopePerRelease: trend?.slope ?? null,
      interval: trend?.interval ?? null,
      level: 0.9,
    })),
  }
}

function estimate(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatEstimate(value)
}

/** Writes a change to three decimals, since a change per release is small. */
function change(value: number | undefined): string {
  return value === undefined ? '–' : formatChange(value)
}
