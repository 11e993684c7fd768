import { clopperPearson } from '../../src/core/statistics/index.ts'
import type { Verdict } from '../../src/core/types/index.ts'
import { rivalCalls } from './rivalCalls.ts'
import type { Scenario } from './scenario.ts'
import type { Counts } from './simulate.ts'

/** A wrong verdict of one sort: its frequency with its exact 99% interval, and the frequency that is allowed. */
interface ErrorRate {
  readonly sort: 'false pass' | 'false fail' | 'false gate pass' | 'false gate fail'
  readonly rate: number
  readonly interval: readonly [number, number]
  readonly alpha: number
}

export interface Summary {
  readonly section: string
  readonly name: string
  readonly claims: number
  readonly runs: number
  readonly forbidden: boolean
  /** The shares of the claims, and of the gates. */
  readonly verdicts: Record<Verdict, number>
  readonly gates: Record<Verdict, number>
  /** The share of the claims that get the right verdict; `null` at the limit, where neither is. */
  readonly power: number | null
  readonly errors: readonly ErrorRate[]
  /** Median and 90th percentile over all claims; `null` where the claim at that place is undecided. */
  readonly units: readonly [number | null, number | null]
  readonly calls: readonly [number | null, number | null]
  readonly shareOfGrid: number | null
  /** The calls of the fixed-size rival with the same α and power 0.95, and the median's share of them. */
  readonly rivalCalls: number | null
  readonly shareOfRival: number | null
  readonly reference: number | null
  /** The chance of a pass by a fixed-size test on the whole pool. */
  readonly fixedSize: number | null
  /** The reasons why the figures do not keep what is promised; empty if they do. */
  readonly complaints: readonly string[]
}

export function summarise(scenario: Scenario, counts: Counts): Summary {
  const claims = counts.units.length
  const errors = errorsOf(scenario, counts)
  const units = ends(counts.units)
  const calls = ends(counts.calls)
  const { limit, sense } = scenario.rule(0)
  const right = scenario.truth(0) === limit ? null : scenario.truth(0) < limit === (sense === 'at most')
  const same = Array.from({ length: scenario.claims }, (_, claim) => scenario.truth(claim) === scenario.truth(0))
  const mixed = same.includes(false) || scenario.gate === 'attempts'
  const rival = mixed ? null : rivalCalls(scenario)
  const shareOfGrid = calls[0] === null ? null : calls[0] / scenario.grid
  return {
    section: scenario.section,
    name: scenario.name,
    claims,
    runs: scenario.runs,
    forbidden: scenario.forbidden === true,
    verdicts: shares(counts.claims, claims),
    gates: shares(counts.gates, scenario.runs),
    power: right === null || mixed ? null : counts.claims[right ? 'pass' : 'fail'] / claims,
    errors,
    units,
    calls,
    shareOfGrid,
    rivalCalls: rival,
    shareOfRival: calls[0] === null || rival === null ? null : calls[0] / rival,
    reference: scenario.reference ?? null,
    fixedSize: scenario.fixedSize ?? null,
    complaints: complaintsOn(scenario, errors, units[0], shareOfGrid),
  }
}

function shares(counts: Record<Verdict, number>, total: number): Record<Verdict, number> {
  return { pass: counts.pass / total, fail: counts.fail / total, inconclusive: counts.inconclusive / total }
}

function errorsOf(scenario: Scenario, counts: Counts): ErrorRate[] {
  const { alpha, claims: corrected } = scenario.rule(0)
  const error = (sort: ErrorRate['sort'], wrong: number, trials: number, atMost: number): ErrorRate => ({
    sort,
    rate: wrong / trials,
    interval: clopperPearson(wrong, trials, 0.99),
    alpha: atMost,
  })
  return [
    error('false pass', counts.falsePass, counts.units.length, alpha),
    error('false fail', counts.falseFail, counts.units.length, alpha / corrected),
    error('false gate pass', counts.falseGatePass, scenario.runs, scenario.alpha),
    error('false gate fail', counts.falseGateFail, scenario.runs, scenario.alpha),
  ]
}

function complaintsOn(
  scenario: Scenario,
  errors: readonly ErrorRate[],
  median: number | null,
  shareOfGrid: number | null,
): string[] {
  if (scenario.method) return []
  const over = errors.filter(({ interval, alpha }) => interval[0] > alpha).map(({ sort }) => `${sort} above its α`)
  if (scenario.forbidden) return over.length > 0 ? [] : ['the simulation does not notice what it should']
  const { reference, mostOfGrid } = scenario
  return [
    ...over,
    ...(reference !== undefined && (median ?? Infinity) > reference ? [`median above the reference ${reference}`] : []),
    ...(mostOfGrid !== undefined && (shareOfGrid ?? Infinity) > mostOfGrid
      ? ['median share of the grid too large']
      : []),
  ]
}

/** Returns the median and the 90th percentile. */
function ends(values: readonly number[]): [number | null, number | null] {
  const sorted = Float64Array.from(values).toSorted()
  const at = (share: number) => {
    const value = sorted[Math.ceil(share * sorted.length) - 1]!
    return Number.isFinite(value) ? value : null
  }
  return [at(0.5), at(0.9)]
}
