/** Values of scipy and statsmodels; `reference/make_reference.py` says how they were made. */
import { describe, expect, test } from 'vitest'
import { binomialCdf } from './binomialTail.ts'
import { bootstrapInterval, type BootstrapMethod } from './bootstrapInterval.ts'
import { companions } from './companions.ts'
import { inverseBeta } from './clopperPearson.ts'
import { normalCdf } from './normalCdf.ts'
import { normalQuantile } from './normalQuantile.ts'
import reference from './reference/reference.json' with { type: 'json' }
import { regularisedBeta } from './regularisedBeta.ts'

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
  test('sign test', () => {
    const differences = (above = 0, below = 0) => [
      ...Array<number>(above).fill(0.3),
      0,
      ...Array<number>(below).fill(-2),
    ]
    expect(differing(reference.signTest, (...counts) => fixed.signTest(differences(...counts)))).toEqual([])
  })
  test('paired permutation, all signs', () => {
    for (const { differences, pValue } of reference.pairedPermutation) {
      expect(fixed.pairedPermutation(differences, { seed: 1 }).pValue).toBeCloseTo(pValue, 12)
    }
  })
  test('clustered standard error', () => {
    const { values, groups, clustered, independent } = reference.clusteredStandardError
    expect(fixed.clusteredStandardError(values, groups)).toBeCloseTo(clustered, 12)
    expect(fixed.clusteredStandardError(values, [...values.keys()].map(String))).toBeCloseTo(independent, 12)
  })
  test('Holm and Benjamini–Hochberg', () => {
    for (const { p, holm, bh } of reference.adjusted) {
      for (const [found, wanted] of [
        [fixed.holm(p), holm],
        [fixed.benjaminiHochberg(p), bh],
      ] as const) {
        expect(found.map((value) => Number(value.toFixed(12)))).toEqual(
          wanted.map((value) => Number(value.toFixed(12))),
        )
      }
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

describe('planning a fixed size', () => {
  test('power and size for two proportions', () => {
    const of = (rate = 0) => ({ kind: 'two proportions', rate }) as const
    expect(
      differing(reference.proportionsPower, (rate, ...rest) => fixed.power(of(rate), rest[0]!, rest[1]!, rest[2])),
    ).toEqual([])
    for (const [rate, effect, wanted, n] of reference.proportionsSize) {
      expect(fixed.sampleSize(of(rate), effect!, wanted)).toBe(Math.ceil(n!))
    }
  })
  test('power, size and least effect for paired differences', () => {
    const of = (deviation = 0) => ({ kind: 'paired differences', deviation }) as const
    expect(
      differing(reference.pairedPower, (deviation, ...rest) => fixed.power(of(deviation), rest[0]!, rest[1]!, rest[2])),
    ).toEqual([])
    for (const [deviation, effect, wanted, n] of reference.pairedSize) {
      expect(fixed.sampleSize(of(deviation), effect!, wanted)).toBe(Math.ceil(n!))
    }
    expect(
      differing(reference.pairedEffect, (deviation, n) => fixed.minimumDetectableEffect(of(deviation), n!)!),
    ).toEqual([])
  })
})

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

/** The mean without each value. */
function without(values: readonly number[]): number[] {
  return values.map((_, left) => mean(values.filter((_value, at) => at !== left)))
}
