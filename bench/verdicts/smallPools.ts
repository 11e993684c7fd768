import type { Rule } from '../../src/core/sequential/index.ts'
import { publishedMethods } from './publishedMethods.ts'
import { binomialRejects, normalRejects } from './rival.ts'
import { flips, paired } from './streams.ts'
import { ALPHA, oneClaim, type Scenario } from './scenario.ts'

const SECTION = 'Small pools'
const METHODS = 'Published methods on small pools'

/** A claim on a pool, and what is true of it; the same at the limit shows how often a pass would be wrong. */
interface Case {
  readonly name: string
  readonly rule: Rule
  readonly pool: number
  readonly truth: number
  readonly stream: (truth: number) => (random: () => number) => ReturnType<typeof flips>
  /** The chance that the fixed-size test of level α on the whole pool rejects. */
  readonly fixed: (truth: number) => number
}

function flipCase(limit: number, truth: number, pool: number): Case {
  return {
    name: `flips ≤ ${100 * limit}%, ${pool} examples`,
    rule: { range: [0, 1], limit, sense: 'at most', alpha: ALPHA, claims: 1 },
    pool,
    truth,
    stream: (rate) => (random) => flips(1, rate, 0, random),
    fixed: (rate) => binomialRejects(pool, rate, limit, ALPHA),
  }
}

function differenceCase(points: number, discordance: number, pool: number): Case {
  const limit = -points / 100
  return {
    name: `difference ≥ −${points} points, ${100 * discordance}% discordant, ${pool} examples`,
    rule: { range: [-1, 1], limit, sense: 'at least', alpha: ALPHA, claims: 1 },
    pool,
    truth: 0,
    stream: (mean) => (random) => paired(discordance, mean, random),
    fixed: (mean) => normalRejects(pool, mean, Math.sqrt(discordance - mean * mean), limit, ALPHA),
  }
}

const CASES: readonly Case[] = [
  flipCase(0.05, 0.02, 300),
  flipCase(0.1, 0.02, 50),
  flipCase(0.05, 0.01, 100),
  flipCase(0.2, 0.05, 30),
  differenceCase(2, 0.1, 1000),
  differenceCase(2, 0.1, 1600),
  differenceCase(2, 0.1, 2700),
  differenceCase(2, 0.05, 1000),
  differenceCase(2, 0.05, 1600),
  differenceCase(5, 0.1, 300),
]

/**
 * Scenarios of each claim as an unchanged (or good) release has it and at the limit, with the open mixture alone and with
 * the horizon.
 */
export const smallPoolScenarios: readonly Scenario[] = CASES.flatMap((one) =>
  [one.truth, one.rule.limit].flatMap((truth) =>
    [false, true].map((horizon) =>
      scenarioOf(one, truth, {
        section: SECTION,
        name: horizon ? 'with the horizon' : 'open mixture',
        rule: horizon ? one.rule : { ...one.rule, spans: [] },
      }),
    ),
  ),
)

/**
 * The larger scenarios decided by the methods that others have published, on the same streams; ours stand in the section
 * above.
 */
export const methodScenarios: readonly Scenario[] = CASES.filter(({ pool }) => pool >= 300).flatMap((one) =>
  [one.truth, one.rule.limit].flatMap((truth) =>
    Object.entries(publishedMethods).map(([name, method]) =>
      scenarioOf(one, truth, { section: METHODS, name, rule: one.rule, method }),
    ),
  ),
)

function scenarioOf(
  { name, rule, pool, stream, fixed }: Case,
  truth: number,
  own: Pick<Scenario, 'section' | 'name' | 'method'> & { readonly rule: Rule },
): Scenario {
  return oneClaim({
    ...own,
    name: `${name}: ${truth === rule.limit ? 'at the limit' : `true ${100 * truth}%`}, ${own.name}`,
    // There are so many runs that an interval of 99% is narrow against α, and they take seconds at most.
    runs: Math.round(Math.min(4000, 1_500_000 / pool)),
    pool,
    grid: pool * 25,
    truth,
    stream: stream(truth),
    fixedSize: fixed(truth),
  })
}
