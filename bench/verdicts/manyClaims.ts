import { ALPHA, flipRule, LIMIT, type Scenario, type Stream } from './scenario.ts'

/**
 * Makes the streams of claims of one run that share examples: a tenth of those are hard, and there every claim's answers
 * flip as often as it takes.
 */
function sharedExamples(rates: readonly number[], pool: number, random: () => number): Stream[] {
  const hard = Uint8Array.from({ length: pool }, () => (random() < 0.1 ? 1 : 0))
  return rates.map((rate) => {
    const unit = { least: 0, most: 0, calls: 2 }
    let at = 0
    return () => {
      unit.least = unit.most = hard[at++] === 1 && random() < 10 * rate ? 1 : 0
      return unit
    }
  })
}

const RUN_POOL = 600
/** The numbers of claims in a run, and of simulated runs of them. */
const SIZES = [
  [1, 10_000],
  [20, 2000],
  [200, 300],
] as const

/** Runs of 1, 20 and 200 claims that share their examples. */
export const manyClaimScenarios: readonly Scenario[] = SIZES.flatMap(([claims, runs]): Scenario[] => {
  const scenario = (name: string, rates: readonly number[]): Scenario => ({
    section: 'Runs of many claims on the same 600 examples',
    name: `${claims} ${claims === 1 ? 'claim' : 'claims'}, ${name}`,
    runs,
    claims,
    gate: 'all',
    rule: () => ({ ...flipRule, claims }),
    truth: (claim) => rates[claim]!,
    pool: RUN_POOL,
    grid: RUN_POOL * 25,
    ...(rates.every((rate) => rate === rates[0]) && { binary: rates[0]! }),
    alpha: ALPHA,
    begin: (random) => sharedExamples(rates, RUN_POOL, random),
  })
  const all = (rate: number) => Array.from({ length: claims }, () => rate)
  return [
    scenario('all at their limit', all(LIMIT)),
    scenario('all at 1%', all(0.01)),
    scenario('one just outside (5.5%), any others at 0.5%', all(0.005).with(0, 0.055)),
  ]
})
