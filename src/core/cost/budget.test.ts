import { expect, test } from 'vitest'
import type { Budget, CallUsage } from '../types/index.ts'
import { budgetComplaint, budgetMeter } from './budget.ts'
import { callUsage, costOf } from './callUsage.ts'
import { currencyOf, isPaid, money, priceOf, pricesComplaint } from './prices.ts'

const who = { model: 'm', revision: null }
const used = (tokens: number, cost: number | null = null): CallUsage => ({
  input: tokens,
  output: 0,
  reasoning: 0,
  estimated: false,
  cost,
})

function meterOf(budget: Budget, now = () => 0) {
  return budgetMeter(budget, { whose: 'this claim', where: 'its options', currency: 'EUR', now })
}

test('calls are counted as they are begun, and the refusal names budget, spending and the way on', () => {
  const meter = meterOf({ calls: 2 })
  expect([meter.begin(), meter.begin()]).toEqual([null, null])
  meter.end(used(30))
  expect(meter.begin()).toMatchInlineSnapshot(
    `"the budget of 2 calls for this claim is spent (2 calls begun, 30 tokens so far, 0.0 s); what was answered is kept, so raise budget.calls in its options and run again to go on"`,
  )
})

test('a call under way is reckoned as the largest so far, so tokens and money stay within the budget', () => {
  const meter = meterOf({ tokens: 100 })
  expect(meter.begin()).toBeNull()
  meter.end(used(40))
  expect(meter.begin()).toBeNull() // 40 + 40
  expect(meter.begin()).toMatch(/^the budget of 100 tokens for this claim is spent/) // 40 + 40 + 40
  meter.end(null)
  expect(meter.begin()).toBeNull()
  const paid = meterOf({ cost: 0.01 })
  expect(paid.begin()).toBeNull()
  paid.end(used(1, 0.009))
  expect(paid.begin()).toMatch(
    /^the budget of 0\.010 EUR for this claim is spent \(1 call begun, 1 token so far, 0\.0090 EUR, 0\.0 s\)/,
  )
})

test('money cannot be held without a price, and no call is begun after the time', () => {
  const unpriced = meterOf({ cost: 1 })
  unpriced.begin()
  unpriced.end(used(1, null))
  expect(unpriced.begin()).toMatch(/cannot be held, because a release that was asked has no price/)
  let clock = 500
  const timed = meterOf({ seconds: 2 }, () => clock)
  timed.begin()
  clock += 1999
  expect(timed.begin()).toBeNull()
  clock += 1
  expect(timed.begin()).toMatch(/^the budget of 2 s for this claim is spent \(2 calls begun, 0 tokens so far, 2\.0 s\)/)
})

test('tokens as reported, else four characters each; thought tokens at their own price', () => {
  const price = { inputPerMillion: 1, outputPerMillion: 10, reasoningPerMillion: 100 }
  const answer = { kind: 'answer', text: 'yes', finish: null, who } as const
  const reported = { ...answer, tokens: { input: 1000, output: 300, reasoning: 100 } }
  const usage = callUsage(reported, 'whatever', price)
  expect(usage).toMatchObject({ input: 1000, output: 300, reasoning: 100, estimated: false })
  expect(usage.cost).toBeCloseTo((1000 + 2000 + 10_000) / 1e6)
  const silent = callUsage({ ...answer, tokens: { input: null, output: null } }, 'a prompt of 21 chars', null)
  expect(silent).toEqual({ input: 5, output: 1, reasoning: 0, estimated: true, cost: null })
  const rejected = callUsage({ kind: 'rejection', outcome: 'filtered', reason: 'no', who }, 'abcd', price)
  expect(rejected).toMatchObject({ input: 1, output: 0, cost: 1e-6 })
  expect(costOf({ input: 1, output: 1, reasoning: 0 }, 'unknown')).toBeNull()
})

test('a price is found by release, then by model; unknown and above 0 are paid', () => {
  const free = { inputPerMillion: 0, outputPerMillion: 0 }
  const prices = {
    v2: 'unknown',
    m: free,
    constructor: { inputPerMillion: 1, outputPerMillion: 0, currency: 'EUR' },
  } as const
  expect(priceOf(prices, { name: 'v2', model: 'm' })).toBe('unknown')
  expect(priceOf(prices, { name: 'v1', model: 'm' })).toBe(free)
  expect(priceOf({}, { name: 'constructor', model: 'toString' })).toBeNull()
  expect([free, 'unknown' as const, null, prices.constructor].map(isPaid)).toEqual([false, true, false, true])
  expect([currencyOf(prices), currencyOf({})]).toEqual(['EUR', 'USD'])
})

test('money is shown with digits that say something', () => {
  expect([0, 12.3, 0.5, 0.0123, 0.00004217].map((amount) => money(amount, 'USD'))).toEqual([
    '0.00 USD',
    '12.30 USD',
    '0.50 USD',
    '0.012 USD',
    '0.000042 USD',
  ])
})

test('what a user may write wrong', () => {
  expect([null, {}, { call: 3 }, { calls: 1.5 }, { cost: -1 }, { calls: 3, cost: 0.5 }].map(budgetComplaint))
    .toMatchInlineSnapshot(`
      [
        "must be like { calls: 500 }, { tokens: 100000 }, { cost: 2.5 } or { seconds: 60 }, or several of these",
        "must hold one of calls, tokens, cost, seconds",
        "has no "call" (did you mean "calls"?); it takes calls, tokens, cost, seconds",
        "calls must be a whole number above 0",
        "cost must be a number above 0",
        null,
      ]
    `)
  const good = { inputPerMillion: 1, outputPerMillion: 2 }
  expect(
    [
      3,
      { m: 3 },
      { m: { inputPerMillion: 1 } },
      { m: { ...good, inputPerMilion: 1 } },
      { a: good, b: { ...good, currency: 'EUR' } },
      { a: good, b: 'unknown' },
    ].map(pricesComplaint),
  ).toMatchInlineSnapshot(`
    [
      "must be a table: { '<release or model>': { inputPerMillion, outputPerMillion } }",
      "of "m" must be { inputPerMillion, outputPerMillion, reasoningPerMillion?, currency? }, or 'unknown' where it costs an amount that cannot be counted",
      "of "m" needs outputPerMillion, a number from 0",
      "of "m" has no "inputPerMilion" (did you mean "inputPerMillion"?); it takes inputPerMillion, outputPerMillion, reasoningPerMillion, currency",
      "must be in one currency, not USD and EUR",
      null,
    ]
  `)
})
