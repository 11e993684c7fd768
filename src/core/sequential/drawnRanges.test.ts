import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '../types/index.ts'
import type { Rule } from './rule.ts'
import { START, step, type SequentialState } from './step.ts'

/** A claim that the mean of these very values is at most `limit`. */
function dataset(limit: number, size: number, part: Partial<Rule> = {}): Rule {
  return { range: [0, 1], limit, sense: 'at most', alpha: 0.05, claims: 1, datasetSize: size, ...part }
}

/** The states after each unit, to the end of the dataset or the verdict. */
function path(values: readonly Interval[], rule: Rule): SequentialState[] {
  const states: SequentialState[] = []
  for (const value of values) states.push(step(states.at(-1) ?? START, value, rule))
  return states
}

const shown = (states: readonly SequentialState[]) =>
  states.map(({ units, verdict, logWealth }) => ({
    units,
    verdict,
    pass: logWealth.pass.toFixed(6),
    fail: logWealth.fail.toFixed(6),
  }))

const known = (value: number): Interval => ({ least: value, most: value })
const end = fc.constantFrom(0, 0.25, 0.5, 1)
const unit = fc.tuple(end, end).map(([a, b]): Interval => ({ least: Math.min(a, b), most: Math.max(a, b) }))
const units = fc.array(fc.oneof({ weight: 4, arbitrary: end.map(known) }, unit), { minLength: 1, maxLength: 60 })
const limits = fc.constantFrom(0.125, 0.25, 0.5, 0.75)

describe('a claim about a dataset', () => {
  test.for<readonly [number, number]>([
    [-1, 1],
    [2, 6],
    [-8, -4],
  ])('means the same on the range %o as on [0, 1]', ([low, high]) => {
    const at = (value: number) => low + (high - low) * value
    fc.assert(
      fc.property(units, limits, fc.constantFrom('at most', 'at least'), (values, limit, sense) => {
        const plain = dataset(limit, values.length, { sense })
        const moved = values.map(({ least, most }) => ({ least: at(least), most: at(most) }))
        const rule = { ...plain, range: [low, high] as const, limit: at(limit) }
        expect(shown(path(moved, rule))).toEqual(shown(path(values, plain)))
      }),
    )
  })

  test('means the same of the opposite values with the opposite sense', () => {
    fc.assert(
      fc.property(units, limits, (values, limit) => {
        const opposite = values.map(({ least, most }) => ({ least: 1 - most, most: 1 - least }))
        const atLeast = path(opposite, dataset(1 - limit, values.length, { sense: 'at least' }))
        expect(shown(atLeast)).toEqual(shown(path(values, dataset(limit, values.length))))
      }),
    )
  })

  test.for<readonly [Rule['sense'], number, number, SequentialState['verdict']]>([
    ['at most', 1, 0, 'pass'],
    ['at most', 1, 1, null],
    ['at most', 0, 1, 'pass'],
    ['at most', 2, 0, 'fail'],
    ['at least', 1, 0, 'pass'],
    ['at least', 0, 1, null],
    ['at least', 1, 1, 'pass'],
    ['at least', 0, 0, 'fail'],
  ])('%s 0.1 of ten, %d of them 1 and %d unknown: %s', ([sense, ones, unknown, verdict]) => {
    const zeros = Array.from({ length: 10 - ones - unknown }, () => known(0))
    const rest = [
      ...Array.from({ length: ones }, () => known(1)),
      ...Array.from({ length: unknown }, () => ({ least: 0, most: 1 })),
    ]
    // Too high a level to be decided before the last.
    const rule = dataset(0.1, 10, { sense, alpha: 1e-30 })
    expect(path([...zeros, ...rest], rule).at(-1)!.verdict).toBe(verdict)
  })

  test('a mean that is the limit but for rounding keeps it, either way', () => {
    const tenths = Array.from({ length: 10 }, () => known(0.1))
    for (const sense of ['at most', 'at least'] as const)
      expect(path(tenths, dataset(0.1, 10, { sense, alpha: 1e-30 })).at(-1)!.verdict).toBe('pass')
  })
})
