import { expect, test } from 'vitest'
import { usageLines } from './contextLines.ts'

const usage = {
  tokens: { input: 1200, output: 340, reasoning: 0, estimated: 0 },
  cost: { amount: 0.0123, currency: 'EUR' },
  latencyMs: { p50: 4.25, p90: 812.4, p99: 2150 },
}

test('what calls took, in sentences', () => {
  expect(usageLines({ ...usage, budget: { calls: 500, cost: 2 } })).toMatchInlineSnapshot(`
    [
      "tokens: 1200 in, 340 out; cost: 0.012 EUR",
      "latency of a call: median 4.3 ms, 90% under 812 ms, 99% under 2.1 s",
      "budget of the run: 500 calls, 2 cost",
    ]
  `)
})

test('what is not known is not shown as 0, and what is a guess says so', () => {
  const tokens = { ...usage.tokens, reasoning: 200, estimated: 3 }
  expect(usageLines({ tokens, cost: null, latencyMs: null })).toMatchInlineSnapshot(`
    [
      "tokens: 1200 in, 340 out (200 of them reasoning), estimated for 3 answers whose endpoint reported none",
    ]
  `)
})
