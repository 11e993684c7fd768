import { expect, test } from 'vitest'
import { seededRandom } from '../statistics/index.ts'
import type { Rule } from './rule.ts'
import { START, step } from './step.ts'
import { toDecide } from './toDecide.ts'

const flips: Rule = { range: [0, 1], limit: 0.05, sense: 'at most', alpha: 0.05, claims: 4 }
const difference: Rule = { range: [-1, 1], limit: -0.05, sense: 'at least', alpha: 0.05, claims: 4 }

/** How often so many more units as are said to decide an open claim do so, where those to come look like those seen. */
function comesTrue(
  rule: Rule,
  draw: (mean: number, random: () => number) => number,
  truth: number,
  asked: number,
  pool: number,
) {
  const random = seededRandom(11)
  let [open, decided] = [0, 0]
  for (let run = 0; run < 120; run++) {
    const spans = [{ start: 0, end: pool }]
    let [state, sum] = [START, 0]
    const ask = (mean: number, own: Rule) => {
      const value = draw(mean, random)
      state = step(state, { least: value, most: value }, own)
      return value
    }
    while (state.units < asked && state.verdict === null) sum += ask(truth, { ...rule, spans })
    const more = toDecide(state, { ...rule, spans })
    if (more === null || more > 10_000) continue
    open += 1
    const end = asked + more
    const grown = { ...rule, spans: end > pool ? [...spans, { start: pool, end }] : spans }
    while (state.units < end && state.verdict === null) ask(sum / asked, grown)
    if (state.verdict !== null) decided += 1
  }
  return decided / open
}

const flip = (mean: number, random: () => number) => (random() < mean ? 1 : 0)
const paired = (mean: number, random: () => number) => {
  const at = random()
  return at < (0.1 - mean) / 2 ? -1 : at < 0.1 ? 1 : 0
}

test.each([
  ['within a pool', flips, flip, 0.02, 100, 300],
  ['within a large pool', flips, flip, 0.03, 100, 2000],
  ['beyond a pool that is used up', flips, flip, 0.02, 60, 60],
  ['on the way to a failure', flips, flip, 0.08, 100, 100],
  ['of a difference', difference, paired, 0, 150, 150],
] as const)('so many more decide it about four times in five: %s', (_, rule, draw, truth, asked, pool) => {
  const share = comesTrue(rule, draw, truth, asked, pool)
  expect(share).toBeGreaterThan(0.65)
})
