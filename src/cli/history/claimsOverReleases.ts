import { counted, formatBound, formatEstimate, formatLimit } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type RecordedClaim, type ReleaseFigures, releasesOf } from '../../history/index.ts'
import type { Answer } from './answer.ts'

/** The number of releases from which on the figures get a picture. */
const PICTURED = 3

/** Shows one claim over releases, oldest first; `claims` must not be empty. */
export function claimOverReleases(claims: readonly RecordedClaim[]): Answer {
  const releases = releasesOf(claims)
  const latest = claims.at(-1)
  const estimates = releases.flatMap(({ last }) => last.estimate ?? [])
  const rows = releases.map((release) => [
    release.release,
    release.firstAt.slice(0, 10),
    inWords(release),
    ...figures(release),
  ])
  return {
    lead: [
      latest?.title ?? '',
      `${latest?.statistic} ${latest?.sense} ${formatLimit(latest?.limitValue ?? 0)}; ${counted(releases.length, 'release')}, ${counted(claims.length, 'run')}`,
    ],
    table: {
      head: ['release', 'first run', 'verdict', 'estimate', 'interval', 'limit', 'cells'],
      rows,
      right: [3, 5, 6],
      gives: [0],
    },
    ...(estimates.length >= PICTURED && { decoration: `estimates, oldest first: ${sparkline(estimates)}` }),
    notes: notesOn(claims, releases),
    data: {
      claim: latest?.title,
      statistic: latest?.statistic,
      sense: latest?.sense,
      releases: releases.map(({ release, firstAt, runs, failed, last }) => {
        return { release, firstAt, runs, failed, last: dataOf(last) }
      }),
      runs: claims.map(dataOf),
    },
  }
}

/** Returns a recorded claim as JSON, with `true` and `false` in the place of 1 and 0. */
export function dataOf({ advisory, waived, ...claim }: RecordedClaim) {
  return { ...claim, advisory: advisory === 1, waived: waived === 1 }
}

/** Returns the estimate, interval, limit and cells of a claim, as cells of a table. */
function figures({ last: { estimate, least, most, limitValue, cells } }: ReleaseFigures): string[] {
  const interval = `${formatBound(least, 'down', limitValue)} to ${formatBound(most, 'up', limitValue)}`
  return [estimate === null ? '–' : formatEstimate(estimate), interval, formatLimit(limitValue), String(cells)]
}

/** Returns the verdict of the latest run, and how many runs disagree with it. */
function inWords({ runs, failed, last }: ReleaseFigures): string {
  const mark = last.waived ? ' (waived)' : ''
  if (runs === 1 || failed === 0 || failed === runs) return `${last.verdict}${mark}`
  return `${last.verdict}${mark}, ${failed}/${runs} fail`
}

function notesOn(claims: readonly RecordedClaim[], releases: readonly ReleaseFigures[]): string[] {
  const specs = new Set(claims.map(({ claimId }) => claimId)).size
  const tasks = new Set(claims.map(({ taskHash }) => taskHash)).size
  const titles = [...new Set(claims.map(({ title }) => title))]
  return [
    'The interval is the confidence sequence of the latest run; the estimate of a run that stopped early is biased.',
    ...(specs > 1 ? [`The claim was changed in between: ${specs} versions of limit, options or data.`] : []),
    ...(tasks > 1 ? ['Examples or instructions changed in between: figures before and after are of other data.'] : []),
    ...(titles.length > 1
      ? [
          `Earlier it was called: ${titles
            .slice(0, -1)
            .map((title) => JSON.stringify(title))
            .join(', ')}.`,
        ]
      : []),
    ...(releases.some(({ last }) => last.waived === 1) ? ['Waived: tested against a looser limit than its own.'] : []),
  ]
}

/** Shows every claim by its latest release. */
export function allClaims(claims: readonly RecordedClaim[]): Answer {
  const groups = [...Map.groupBy(claims, ({ title }) => title)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const all = groups.map(([title, group]) => ({ title, releases: releasesOf(group) }))
  const rows = all.flatMap(({ title, releases }) => {
    const last = releases.at(-1)
    if (last === undefined) return []
    const [, interval = ''] = figures(last)
    const broken = releases.filter(({ failed }) => failed > 0).length
    return [[title, last.release, inWords(last), interval, `${broken} of ${releases.length}`]]
  })
  return {
    lead: [`${counted(rows.length, 'claim')}, each by the latest release that it was decided for`],
    table: { head: ['claim', 'release', 'verdict', 'interval', 'broken'], rows, right: [4], gives: 'first above' },
    notes: [
      'broken: releases with a run that failed it. More about one: npx vitest-robustness history "<part of its title>"',
    ],
    data: all.map(({ title, releases }) => ({
      claim: title,
      releases: releases.map(({ release, firstAt, runs, failed, last }) => {
        const { verdict, estimate, least, most, limitValue, cells, runId } = last
        return { release, firstAt, runs, failed, verdict, estimate, least, most, limit: limitValue, cells, runId }
      }),
    })),
  }
}

/**
 * Returns the claims if they are of one release line, because releases of two lines have no order. Throws `UsageError`
 * otherwise.
 */
export function oneLine(claims: readonly RecordedClaim[]): readonly RecordedClaim[] {
  const lines = [...new Set(claims.map(({ line }) => line))].toSorted()
  if (lines.length > 1) throw new UsageError(`Which release line? Add --line: ${lines.join(', ')}`)
  if (lines.length === 0)
    throw new UsageError('The history holds no gate run that fits; all runs: npx vitest-robustness history list')
  return claims
}

/** Draws values as a row of bars, from lowest to highest. It is decoration: every figure also stands elsewhere. */
function sparkline(values: readonly number[]): string {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity)
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity)
  const height = (value: number) =>
    most === least ? 3 : Math.round(((value - least) / (most - least)) * (BARS.length - 1))
  return values.map((value) => BARS[height(value)]).join('')
}

const BARS = [...'▁▂▃▄▅▆▇█']
