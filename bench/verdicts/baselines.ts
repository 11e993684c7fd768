import { START, step } from '../../src/core/sequential/index.ts'
import { listed, paired } from './streams.ts'
import { ALPHA, onPool, type Scenario } from './scenario.ts'

const BASELINE_POOL = 1500
const EVIDENCE = 600

/** Draws right answers of baseline and candidate on an example: both from one difficulty, the candidate worse by `by`. */
function answers(by: number, random: () => number): { readonly baseline: number; readonly candidate: number } {
  const at = random()
  return { baseline: at < 0.9 ? 1 : 0, candidate: (random() < 0.9 ? at < 0.9 - by : random() < 0.9 - by) ? 1 : 0 }
}

const stoppedRule = { range: [-1, 1], limit: -0.05, sense: 'at least', alpha: ALPHA, claims: 1 } as const
const stopped: Scenario = {
  section: 'Baselines whose evidence set was stopped',
  name: `by its budget, after ${EVIDENCE} examples; the candidate is at the limit`,
  runs: 10_000,
  claims: 1,
  gate: 'all',
  rule: () => stoppedRule,
  truth: () => -0.05,
  pool: EVIDENCE,
  grid: BASELINE_POOL * 25,
  alpha: ALPHA,
  begin: (random) => {
    const differences = Array.from({ length: EVIDENCE }, () => difference(answers(0.05, random)))
    return [listed(differences, differences.map((_, at) => at).toReversed(), 1)]
  },
}

/**
 * A scenario in which the baseline's own claim "at least 80 of 100 right" passed: a stop that depends on the data, before
 * the candidate was seen.
 */
const ownVerdict: Scenario = {
  ...stopped,
  name: 'by the verdict on its own claim (at least 80 of 100 right); the candidate is at the limit',
  begin: (random) => {
    const own = { range: [0, 1], limit: 0.8, sense: 'at least', alpha: ALPHA, claims: 1 } as const
    const differences: number[] = []
    let state = START
    while (state.verdict === null && differences.length < EVIDENCE) {
      const pair = answers(0.05, random)
      state = step(state, { least: pair.baseline, most: pair.baseline }, own)
      differences.push(difference(pair))
    }
    return [listed(differences, differences.map((_, at) => at).toReversed(), 1)]
  },
}

function difference({ baseline, candidate }: ReturnType<typeof answers>): number {
  return candidate - baseline
}

/** The chance that a release that did not change ships: it errs as often as its baseline, on other examples. */
const unchanged = [0.05, 0.02].flatMap((by) =>
  [0.05, 0.1, 0.2].flatMap((discordance) =>
    (
      [
        [1, 10_000],
        [5, 2000],
        [20, 500],
      ] as const
    ).map(([claims, runs]): Scenario => ({
      section: `An unchanged release, claims "at most ${100 * by} points worse" on 2,717 examples`,
      name: `${claims} ${claims === 1 ? 'claim' : 'claims'}, ${100 * discordance}% of answers differ`,
      runs,
      claims,
      gate: 'all',
      rule: () => onPool({ ...stoppedRule, limit: -by, claims }, 2717),
      truth: () => 0,
      pool: 2717,
      grid: 2717 * 25,
      alpha: ALPHA,
      begin: (random) => Array.from({ length: claims }, () => paired(discordance, 0, random)),
    })),
  ),
)

/** Comparisons with a baseline that was stopped, and of a release with itself. */
export const baselineScenarios: readonly Scenario[] = [stopped, ownVerdict, ...unchanged]
