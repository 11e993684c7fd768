import { expect, test } from 'vitest'
import { binomialCdf } from './binomial.ts'
import { companions } from './companions.ts'
import { theilSen } from './theilSen.ts'

test('the examples of the docstrings give what they say', () => {
  const fixed = companions('measure')
  const digits = (values: readonly number[] | null) => values?.map((value) => value.toFixed(3))
  expect(digits(fixed.wilson(8, 10, 0.95))).toEqual(['0.490', '0.943'])
  expect(digits(fixed.clopperPearson(8, 10, 0.95))).toEqual(['0.444', '0.975'])
  expect(fixed.holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
  expect(fixed.mcnemarExact(2, 9)).toBeCloseTo(0.065, 3)
  expect(fixed.pairedPermutation([1, 1, 1, 0, -1, 1], { seed: 1 }).pValue).toBe(0.375)
  const groups = ['a', 'a', 'b', 'b', 'c', 'c']
  expect(fixed.clusteredBootstrap([1, 0, 1, 1, 0, 1], groups, { seed: 1 })).toMatchObject({ low: 0.5, high: 1 })
  expect(binomialCdf(2, 10, 0.5)).toBeCloseTo(0.0547, 4)
  const trend = theilSen([0.5, 0.52, 0.55, 0.61])
  expect(trend?.slope).toBeCloseTo(0.033, 3)
  expect(digits(trend?.interval ?? null)).toEqual(['0.020', '0.060'])
})
