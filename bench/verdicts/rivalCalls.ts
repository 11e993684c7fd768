import { seededRandom } from '../../src/core/statistics/index.ts'
import { binomialRival, normalRival } from './rival.ts'
import type { Scenario } from './scenario.ts'

const SAMPLE = 20_000

/**
 * Returns the calls of the fixed-size rival with the same α and power 0.95: with one variant for each example where its
 * statistic is 0 or 1; with the scenario's own units elsewhere.
 */
export function rivalCalls(scenario: Scenario): number | null {
  const { limit, sense, alpha, claims } = scenario.rule(0)
  const truth = scenario.truth(0)
  const level = truth < limit === (sense === 'at most') ? alpha : alpha / claims
  if (scenario.binary !== undefined) {
    const units = binomialRival(scenario.binary, limit, level)
    return units === null ? null : 2 * units
  }
  const stream = scenario.begin(seededRandom(5), 0)[0]!
  let [count, sum, squares, calls] = [0, 0, 0, 0]
  for (let unit = stream(); unit !== null && count < SAMPLE; unit = stream()) {
    const value = (unit.least + unit.most) / 2
    count++
    sum += value
    squares += value * value
    calls += unit.calls
  }
  const units = normalRival(truth, squares / count - (sum / count) ** 2, limit, level)
  return units === null ? null : Math.round((units * calls) / count)
}
