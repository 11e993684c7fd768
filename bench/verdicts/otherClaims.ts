import { orderGroups } from '../../src/core/sampling/index.ts'
import { type Rule } from '../../src/core/sequential/index.ts'
import { percent } from './percent.ts'
import { excess, grades, listed, paired } from './streams.ts'
import { ALPHA, flipRule, LIMIT, oneClaim, type Scenario } from './scenario.ts'

const scoreRule: Rule = { range: [0, 1], limit: 0.8, sense: 'at least', alpha: ALPHA, claims: 1 }
const graded = [0.76, 0.8, 0.84].map((mean) =>
  oneClaim({
    section: 'Graded scores in quarters, mean at least 0.8',
    name: `mean ${mean}`,
    truth: mean,
    rule: scoreRule,
    stream: (random) => grades(mean, random),
  }),
)

const excessRule: Rule = { ...flipRule, range: [-1, 1] }
const varying = [0, 0.03, LIMIT, 0.1].map((mean) =>
  oneClaim({
    section: 'Answers that vary by themselves: excess flip rate at most 5%, 2 paraphrases, 2 trials of each cell',
    name: mean === 0 ? 'merely random: excess 0%' : `excess ${percent(mean)}`,
    truth: mean,
    rule: excessRule,
    grid: 2717 * 25 * 2,
    stream: (random) => excess(mean, random),
  }),
)

const differenceRule: Rule = { range: [-1, 1], limit: -0.05, sense: 'at least', alpha: ALPHA, claims: 1 }
const differences = [
  ['equal', 0],
  ['2 points better', 0.02],
  ['4 points worse', -0.04],
  ['5 points worse, at the limit', -0.05],
  ['6 points worse', -0.06],
  ['10 points worse', -0.1],
] as const
const compared = differences.map(([name, mean]) =>
  oneClaim({
    section: 'Candidate against its baseline: at most 5 points worse, 12% of answers differ',
    name,
    truth: mean,
    rule: differenceRule,
    stream: (random) => paired(0.12, mean, random),
  }),
)

/**
 * Scenarios with a dataset as the population: each claim meets the same 1,000 examples in another order, and the last
 * settles it.
 */
const dataset = [0.03, 0.049, 0.051, 0.07].map((rate) => {
  const ids = Array.from({ length: 1000 }, (_, at) => String(at))
  const values = ids.map((_, at) => (at < Math.round(1000 * rate) ? 1 : 0))
  return oneClaim({
    section: 'Population: a dataset of 1,000 examples, sampled without replacement in plan order',
    name: `${percent(rate)} flip`,
    truth: rate,
    binary: rate,
    rule: { ...flipRule, datasetSize: 1000 },
    pool: 1000,
    grid: 1000 * 25,
    stream: (_, run) => {
      const order = orderGroups(ids, { seed: run, taskHash: 'dataset', candidate: 'v2' })
      return listed(values, order.map(Number), 2)
    },
  })
})

/** Graded scores, excess flip rates, paired differences, and a dataset as the population. */
export const otherClaimScenarios: readonly Scenario[] = [...graded, ...varying, ...compared, ...dataset]
