import { counted, formatBound, formatEstimate, formatLimit } from '../../core/text/index.ts'
import { releasesOf, type RecordedClaim, type ReleaseFigures } from '../../history/index.ts'
import type { Answer } from './answer.ts'
import { sparkline } from './sparkline.ts'

/** Releases from which on the figures get a picture. */
const PICTURED = 3

/** One claim over releases, oldest first; `claims` is not empty. */
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

/** A claim of a run as JSON: truth values as such. */
export function dataOf({ advisory, waived, ...claim }: RecordedClaim) {
  return { ...claim, advisory: advisory === 1, waived: waived === 1 }
}

/** Estimate, interval, limit and cells as cells of a table. */
export function figures({ last: { estimate, least, most, limitValue, cells } }: ReleaseFigures): string[] {
  const interval = `${formatBound(least, 'down', limitValue)} to ${formatBound(most, 'up', limitValue)}`
  return [estimate === null ? '–' : formatEstimate(estimate), interval, formatLimit(limitValue), String(cells)]
}

/** The latest run's verdict, and how many disagree. */
export function inWords({ runs, failed, last }: ReleaseFigures): string {
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
