import { didYouMean } from '../core/text/index.ts'
import type { TrendPoint } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import type { ClaimName } from './_internal/queries.ts'
import type { RecordedClaim } from './tables.ts'
import type { RobustTrend } from '../core/statistics/index.ts'
import { theilSen } from '../core/statistics/index.ts'

/** The fewest hex digits that are taken for the beginning of an id. */
const LEAST_DIGITS = 6

/**
 * Finds the claims that a user's word means: by a whole title, by an id (the first digits are enough), or by a part of
 * one title. By an id, the titles that the same claim had before it was renamed come along; by a title, every spec
 * under it. Throws `UsageError` where nothing or more than one title is meant.
 */
export function findClaims(names: readonly ClaimName[], word: string): ClaimName[] {
  const titled = names.filter(({ title }) => title === word)
  if (titled.length > 0) return titled
  const byId = /^[0-9a-f]+$/.test(word) && word.length >= LEAST_DIGITS
  const identified = byId ? names.filter(({ claimId }) => claimId.startsWith(word)) : []
  if (identified.length > 0) return identified
  const part = word.toLowerCase()
  const partly = names.filter(({ title }) => title.toLowerCase().includes(part))
  const titles = [...new Set(partly.map(({ title }) => title))]
  if (titles.length === 1) return partly
  if (titles.length > 1) {
    const shown = titles.slice(0, 8).map((title) => `\n  ${title}`)
    throw new UsageError(
      `${titles.length} claims have ${JSON.stringify(word)} in their title; say more of it:${shown.join('')}`,
    )
  }
  if (names.length === 0) throw new UsageError('The history holds no claims yet: `npx vitest run` records them')
  const hint = didYouMean(
    word,
    names.map(({ title }) => title),
  )
  throw new UsageError(
    `No claim ${JSON.stringify(word)} in the history${hint}; all of them: npx vitest-robustness history`,
  )
}

/** The place in a line of releases where a claim broke. */
export interface FirstBroken {
  /** The first release with a run that failed it; `null` if none did. */
  readonly broken: ReleaseFigures | null
  /** The failing run of it that came first. */
  readonly failure: RecordedClaim | null
  /** The last release before it whose latest run passed. */
  readonly lastGood: ReleaseFigures | null
  /** Releases after it whose latest run passed again. */
  readonly mended: readonly ReleaseFigures[]
  /** Sentences about what else changed between the two, in which case the release may not be what broke it. */
  readonly changed: readonly string[]
  readonly releases: number
}

/**
 * Finds the first release, by the start of its first run, of which any run failed the claim. `inconclusive` is no
 * break.
 * @param claims what runs said of one claim, oldest first
 */
export function firstBroken(claims: readonly RecordedClaim[]): FirstBroken {
  const releases = releasesOf(claims)
  const at = releases.findIndex(({ failed }) => failed > 0)
  const broken = releases[at] ?? null
  const failure =
    claims.find(
      ({ verdict, releaseName, revision }) =>
        verdict === 'fail' && releaseName === broken?.last.releaseName && revision === broken.last.revision,
    ) ?? null
  const lastGood = releases.slice(0, Math.max(0, at)).findLast(({ last }) => last.verdict === 'pass') ?? null
  return {
    broken,
    failure,
    lastGood,
    mended: at === -1 ? [] : releases.slice(at + 1).filter(({ last }) => last.verdict === 'pass'),
    changed: lastGood === null || failure === null ? [] : changes(lastGood.last, failure),
    releases: releases.length,
  }
}

function changes(before: RecordedClaim, after: RecordedClaim): string[] {
  const waived = after.waived !== before.waived ? `${after.waived ? 'a' : 'no'} waiver held` : null
  const limit = after.limitValue === before.limitValue ? null : `limit ${before.limitValue} became ${after.limitValue}`
  const task = after.taskHash === before.taskHash ? null : `examples or instructions of ${after.task} changed`
  const title = after.title === before.title ? null : `it was called ${JSON.stringify(before.title)}`
  return [limit, waived, task, title].filter((change) => change !== null)
}

/** The flip rate of one claim over releases. It is exploratory, since estimates of stopped claims are biased. */
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

/** Computes the drift of every claim about a flip rate, the fastest rising first. */
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

/** The conditions that the estimate of a stopped claim depends on, in addition to the release. */
const CONDITIONS = ['taskHash', 'statistic', 'limitValue', 'sense', 'claimsPlanned'] as const

/**
 * Says whether a statistic is a flip rate. `flip rate beyond that on …` is none: it is a difference between two tasks.
 */
function isRate(statistic: string): boolean {
  return /^(excess )?flip rate/.test(statistic) && !/ beyond /.test(statistic)
}

/** The results of one claim in the runs of one release. */
export interface ReleaseFigures {
  /** Its name; with the beginning of its revision where one name had several. */
  readonly release: string
  /** The start of its first run, which places the release in time. */
  readonly firstAt: string
  /** Runs that decided the claim for it, each with its own evidence. */
  readonly runs: number
  /** The number of these runs that failed it. */
  readonly failed: number
  /** The latest of them: its figures stand for the release. */
  readonly last: RecordedClaim
}

/** The number of characters of a revision that are shown. */
const REVISION = 7

/**
 * Groups claims of runs, oldest first, by release: name and revision. Releases stand in the order of their first run.
 */
export function releasesOf(claims: readonly RecordedClaim[]): ReleaseFigures[] {
  const groups = Map.groupBy(claims, ({ releaseName, revision }) => JSON.stringify([releaseName, revision]))
  const heads = [...groups.values()].flatMap(([head]) => head ?? [])
  const several = (name: string) => heads.filter(({ releaseName }) => releaseName === name).length > 1
  return [...groups.values()].flatMap((all) => {
    const [first, last] = [all[0], all.at(-1)]
    if (first === undefined || last === undefined) return []
    const { releaseName, revision } = first
    return {
      release: several(releaseName) ? `${releaseName}@${(revision ?? 'unpinned').slice(0, REVISION)}` : releaseName,
      firstAt: first.startedAt,
      runs: all.length,
      failed: all.filter(({ verdict }) => verdict === 'fail').length,
      last,
    }
  })
}

/**
 * Makes the points of a report's trend from claims of earlier runs and those found elsewhere, each once, oldest first.
 */
export function trendPoints(claims: readonly RecordedClaim[], others: readonly TrendPoint[] = []): TrendPoint[] {
  const recorded = claims.map(({ releaseName, startedAt, title, verdict, least, most, limitValue }) => {
    return { release: releaseName, at: startedAt, title, verdict, interval: [least, most] as const, limit: limitValue }
  })
  const points = new Map(
    [...others, ...recorded].map((point) => [`${point.at} ${point.release} ${point.title}`, point]),
  )
  return [...points.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
}
