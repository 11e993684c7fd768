import { expect, test } from 'vitest'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { START, step } from './step.ts'

const known = (value: number) => ({ least: value, most: value })

/** The bounds of a dataset's mean after these of its `size` values, in [0, 1]. */
function bounds(values: readonly number[], size: number, part: Partial<Rule>) {
  const base = { range: [0, 1], limit: 0.5, sense: 'at most', alpha: 0.05, claims: 1, datasetSize: size } as const
  const rule: Rule = { ...base, ...part }
  const state = values.reduce((at, value) => step(at, known(value), rule), START)
  return { verdict: state.verdict, interval: confidenceSequence(state, rule) }
}

test('while a dataset is open its bounds are what arithmetic says', () => {
  expect(bounds([], 4, {})).toEqual({ verdict: null, interval: [0, 1] })
  expect(bounds([1, 0], 8, {})).toEqual({ verdict: null, interval: [0.125, 0.875] })
})

test.for<readonly [Rule['sense'], number, 'pass' | 'fail', readonly [number, number]]>([
  ['at most', 0, 'pass', [0, 0.5]],
  ['at most', 1, 'fail', [0.5, 1]],
  ['at least', 1, 'pass', [0.5, 1]],
  ['at least', 0, 'fail', [0, 0.5]],
])(
  'decided early, "%s" 0.5 of values that are all %d: %s, the bound lies on the limit',
  ([sense, value, verdict, ends]) => {
    const size = 1000
    const { verdict: reached, interval } = bounds(Array<number>(40).fill(value), size, { sense })
    expect(reached).toBe(verdict)
    // The other end is arithmetic's, of the units up to the verdict.
    const open = value === 0 ? 0 : 1
    expect(interval[open]).toBe(ends[open])
    expect(interval[1 - open]).toBe(0.5)
  },
)
