import { expect, test } from 'vitest'
import { companions } from './companions.ts'

test('exact McNemar and sign test: by counting', () => {
  expect(companions.mcnemarExact(0, 0)).toBe(1)
  expect(companions.mcnemarExact(1, 5)).toBeCloseTo(14 / 64, 12)
  expect(companions.mcnemarExact(3, 3)).toBe(1)
  expect(companions.signTest([1, 2, 0.5, -1, 3, 1, 0])).toBeCloseTo(14 / 64, 12)
})

test('Holm and Benjamini–Hochberg: by hand, in the order given', () => {
  const near = (values: number[]) => values.map((value) => Number(value.toFixed(12)))
  expect(near(companions.holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
  expect(near(companions.benjaminiHochberg([0.01, 0.04, 0.03, 0.005]))).toEqual([0.02, 0.04, 0.04, 0.02])
})

test('gate data are refused', () => {
  expect(() => companions.assertMeasured('measure')).not.toThrow()
  expect(() => companions.assertMeasured('gate')).toThrow('fixed-size statistics are refused on gate data')
})
