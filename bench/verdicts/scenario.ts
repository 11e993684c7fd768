import type { Rule } from '../../src/core/sequential/index.ts'
import type { Interval } from '../../src/core/types/index.ts'
import type { Method } from './publishedMethods.ts'

/**
 * The contribution of one unit: its value, or the ends between which it is, and the calls it cost. It is reused between
 * units.
 */
export interface Unit extends Interval {
  least: number
  most: number
  calls: number
}

/**
 * A `Stream` gives the units of one claim in plan order; `null` where there are no more, if they end before the scenario's
 * pool does.
 */
export type Stream = () => Unit | null

/** Simulated runs of one kind, of which the truth is known. */
export interface Scenario {
  readonly section: string
  readonly name: string
  /** The number of simulated runs. */
  readonly runs: number
  /** The number of claims in each run. Attempts count as claims, one after the other. */
  readonly claims: number
  /** `all`: a gate over all claims of the run. `attempts`: gates one after the other until one passes. */
  readonly gate: 'all' | 'attempts'
  readonly rule: (claim: number) => Rule
  /** Returns the true mean of a claim's statistic. */
  readonly truth: (claim: number) => number
  /** The most units. */
  readonly pool: number
  /** The calls of the full grid behind one claim. */
  readonly grid: number
  /** α of a whole run's gate: of a wrong pass, and of a wrong fail. */
  readonly alpha: number
  /** Returns the streams of one run's claims. */
  readonly begin: (random: () => number, run: number) => readonly Stream[]
  /** The true rate where the statistic of one variant is 0 or 1, for an exact rival with one variant for each example. */
  readonly binary?: number
  /** The median of units that must not be exceeded. */
  readonly reference?: number
  /** The greatest share of the grid that the median may have. */
  readonly mostOfGrid?: number
  /** The chance that a test of a fixed size on the whole pool, of the same α, lets the claim pass. */
  readonly fixedSize?: number
  /**
   * Present where the claims are decided by this method and not by the product's own code, for comparison: its errors are
   * printed and no complaint.
   */
  readonly method?: Method
  /** Present where a rule of the design is broken, to show that the simulation notices: its errors must exceed α. */
  readonly forbidden?: boolean
}

export const ALPHA = 0.05
export const LIMIT = 0.05
/** Examples and variants of the reference grid: a canonical prompt and 24 paraphrases. */
export const POOL = 2717
export const VARIANTS = 25

/** The claim that a flip rate is at most 5%. */
export const flipRule: Rule = { range: [0, 1], limit: LIMIT, sense: 'at most', alpha: ALPHA, claims: 1 }

/** Returns the rule as it decides a pool of that size; one that says its spans, or is about a dataset, stays. */
export function onPool(rule: Rule, pool: number): Rule {
  return rule.spans || rule.datasetSize !== undefined ? rule : { ...rule, spans: [{ start: 0, end: pool }] }
}

/** Makes a scenario with one claim a run and the defaults of a flip rate on the reference grid. */
export function oneClaim(
  own: Pick<Scenario, 'section' | 'name'> &
    Partial<Omit<Scenario, 'truth' | 'rule'>> & {
      readonly truth: number
      readonly rule?: Rule
      readonly stream: (random: () => number, run: number) => Stream
    },
): Scenario {
  const { truth, stream, ...rest } = own
  const rule = onPool(own.rule ?? flipRule, own.pool ?? POOL)
  return {
    runs: 10_000,
    claims: 1,
    gate: 'all',
    pool: POOL,
    grid: POOL * VARIANTS,
    alpha: ALPHA,
    ...rest,
    rule: () => rule,
    truth: () => truth,
    begin: (random, run) => [stream(random, run)],
  }
}
