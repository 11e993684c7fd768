/** Values of scipy and statsmodels; `reference/make_reference.py` says how they were made. */
import { describe, expect, test } from 'vitest'
import { binomialCdf, regularisedBeta } from './binomial.ts'
import { bootstrapInterval, type BootstrapMethod } from './bootstrap.ts'
import { companions } from './companions.ts'
import { inverseBeta } from './rateIntervals.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import reference from './reference/reference.json' with { type: 'json' }

const fixed = companions('measure')

/** Equal to 1e-10, relative to the greater of the two. */
function near(found: number, wanted: number): boolean {
  return found === wanted || Math.abs(found - wanted) <= 1e-10 * Math.max(Math.abs(found), Math.abs(wanted))
}

/** The rows at which the function of all but the last `results` columns differs from those columns. */
function differing(rows: readonly number[][], of: (...given: number[]) => number | readonly number[], results = 1) {
  expect(rows.length).toBeGreaterThan(2)
  return rows.filter((row) => {
    const found = [of(...row.slice(0, -results))].flat()
    return found.length !== results || !row.slice(-results).every((wanted, at) => near(found[at]!, wanted))
  })
}

describe('to ten digits of the reference', () => {
  test('regularised incomplete beta', () => {
    expect(differing(reference.regularisedBeta, regularisedBeta)).toEqual([])
  })
  test('its inverse', () => {
    expect(differing(reference.inverseBeta, inverseBeta)).toEqual([])
  })
  test('normal distribution and its quantiles', () => {
    expect(differing(reference.normalCdf, normalCdf)).toEqual([])
    expect(differing(reference.normalQuantile, normalQuantile)).toEqual([])
  })
  test('binomial tail', () => {
    expect(differing(reference.binomialCdf, binomialCdf)).toEqual([])
  })
  test('Wilson', () => {
    expect(differing(reference.wilson, fixed.wilson, 2)).toEqual([])
  })
  test('Clopper–Pearson', () => {
    expect(differing(reference.clopperPearson, fixed.clopperPearson, 2)).toEqual([])
  })
  test('exact McNemar', () => {
    expect(differing(reference.mcnemarExact, fixed.mcnemarExact)).toEqual([])
  })
  test('paired permutation, all signs', () => {
    for (const { differences, pValue } of reference.pairedPermutation) {
      expect(fixed.pairedPermutation(differences, { seed: 1 }).pValue).toBeCloseTo(pValue, 12)
    }
  })
  test('Holm', () => {
    for (const { p, holm } of reference.adjusted) {
      expect(fixed.holm(p).map((value) => Number(value.toFixed(12)))).toEqual(
        holm.map((value) => Number(value.toFixed(12))),
      )
    }
  })
})

describe('bootstrap intervals from the same replicates', () => {
  const { values, replicates, intervals } = reference.bootstrap
  test.each(intervals)('$method at $level', ({ method, level, interval }) => {
    const found = bootstrapInterval(Float64Array.from(replicates), mean(values), [without(values)], {
      level,
      method: method as BootstrapMethod,
    })
    expect([found.low, found.high].every((end, at) => near(end, interval[at]!))).toBe(true)
    expect(found.method).toBe(method)
  })
  test('BCa over two factors', () => {
    const { x, y, replicates: drawn, interval } = reference.twoSampleBca
    const leftOut = [without(x).map((value) => value - mean(y)), without(y).map((value) => mean(x) - value)]
    const found = bootstrapInterval(Float64Array.from(drawn), mean(x) - mean(y), leftOut, {
      level: 0.95,
      method: 'BCa',
    })
    expect([found.low, found.high].every((end, at) => near(end, interval[at]!))).toBe(true)
  })
})

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

/** The mean without each value. */
function without(values: readonly number[]): number[] {
  return values.map((_, left) => mean(values.filter((_value, at) => at !== left)))
}
