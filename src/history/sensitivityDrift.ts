import { theilSen, type RobustTrend } from '../core/statistics/index.ts'
import { releasesOf, type ReleaseFigures } from './releasesOf.ts'
import type { RecordedClaim } from './tables.ts'

/** How the flip rate of one claim moved over releases. Exploratory: estimates of stopped claims are biased. */
export interface Drift {
  readonly title: string
  readonly statistic: string
  /** Oldest first; only those with an estimate under the conditions of the latest. */
  readonly releases: readonly ReleaseFigures[]
  /**
   * Releases left out since their examples, instructions, limit or number of gating claims were others: a gate stops where
   * the limit and the levels say, and so the estimate at its stop depends on them.
   */
  readonly left: number
  /** Change of the flip rate per release; `null` with fewer than two. */
  readonly trend: RobustTrend | null
}

/** The drift of every claim about a flip rate, the fastest rising first. */
export function sensitivityDrift(claims: readonly RecordedClaim[]): Drift[] {
  const rates = claims.filter(({ statistic, estimate }) => isRate(statistic) && estimate !== null)
  return [...Map.groupBy(rates, ({ title }) => title).values()]
    .flatMap((all) => {
      const latest = all.at(-1)
      if (latest === undefined) return []
      const same = all.filter((claim) => CONDITIONS.every((condition) => claim[condition] === latest[condition]))
      const releases = releasesOf(same)
      const estimates = releases.map(({ last }) => last.estimate ?? 0)
      const left = releasesOf(all).length - releases.length
      return { title: latest.title, statistic: latest.statistic, releases, left, trend: theilSen(estimates) }
    })
    .toSorted((a, b) => (b.trend?.slope ?? -Infinity) - (a.trend?.slope ?? -Infinity))
}

/** What the estimate of a stopped claim depends on, besides the release. */
const CONDITIONS = ['taskHash', 'statistic', 'limitValue', 'sense', 'claimsPlanned'] as const

/** Not `flip rate beyond that on …`: a difference of two tasks is no sensitivity. */
function isRate(statistic: string): boolean {
  return /^(excess )?flip rate/.test(statistic) && !/ beyond /.test(statistic)
}
