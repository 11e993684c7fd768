import { expect, test } from 'vitest'
import { binomialCdf } from './binomial.ts'
import { clopperPearson } from './rateIntervals.ts'

test('binomial tails agree with counting', () => {
  expect(binomialCdf(0, 2, 0.5)).toBeCloseTo(0.25, 12)
  expect(binomialCdf(1, 2, 0.5)).toBeCloseTo(0.75, 12)
  expect(binomialCdf(2, 10, 0.1)).toBeCloseTo(0.9298091736, 9)
  expect(binomialCdf(10, 10, 0.1)).toBe(1)
  expect(binomialCdf(-1, 10, 0.1)).toBe(0)
})

test('Clopper–Pearson gives the published interval', () => {
  const [low, high] = clopperPearson(10, 100, 0.95)
  expect(low).toBeCloseTo(0.049, 4)
  expect(high).toBeCloseTo(0.1762, 4)
  expect(clopperPearson(0, 10, 0.95)[0]).toBe(0)
  expect(clopperPearson(0, 10, 0.95)[1]).toBeCloseTo(0.3085, 4)
  expect(clopperPearson(10, 10, 0.95)[1]).toBe(1)
})
