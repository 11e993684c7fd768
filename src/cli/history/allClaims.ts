import { counted } from '../../core/text/index.ts'
import { releasesOf, type RecordedClaim } from '../../history/index.ts'
import type { Answer } from './answer.ts'
import { figures, inWords } from './claimOverReleases.ts'

/** Every claim by its latest release. */
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
