import { expect, test } from 'vitest'
import { createUsage } from './_internal/usage.ts'

const took = { input: 10, output: 4, reasoning: 1, estimated: false, cost: 0.5 }

test('nothing without a call; tokens, money and latencies add up', () => {
  const usage = createUsage('EUR', { calls: 3 })
  expect(usage.total()).toBeNull()
  for (let ms = 1; ms <= 1000; ms++) usage.add(ms, took)
  const total = usage.total()!
  expect(total).toMatchObject({
    tokens: { input: 10_000, output: 4000, reasoning: 1000, estimated: 0 },
    cost: { amount: 500, currency: 'EUR' },
    budget: { calls: 3 },
  })
  const { p50, p90, p99 } = total.latencyMs!
  expect(Math.abs(p50 / 500 - 1)).toBeLessThan(0.011)
  expect(Math.abs(p90 / 900 - 1)).toBeLessThan(0.011)
  expect(Math.abs(p99 / 990 - 1)).toBeLessThan(0.011)
})

test('one answer without a price leaves the sum unknown, not too low', () => {
  const usage = createUsage('USD', undefined)
  usage.add(1, took)
  usage.add(1, { ...took, estimated: true, cost: null })
  expect(usage.total()).toMatchObject({ cost: null, tokens: { input: 20, estimated: 1 } })
})
