import { expect, onTestFinished, test } from 'vitest'
import { budgetMeter } from '../core/cost/index.ts'
import { RetryableError, type Budget, type Price } from '../core/types/index.ts'
import { fakeTask } from '../engine/fakes.testing.ts'
import { freshFolder } from '../host/host.testing.ts'
import { localHost, type HostOptions, type LocalHost } from '../host/index.ts'
import { fromFunction, type FunctionOptions } from '../models/index.ts'
import { observeCell } from './observeCell.ts'
import type { Spending } from './fetchAnswer.ts'

const task = fakeTask(20)
const free = { inputPerMillion: 0, outputPerMillion: 0 }

async function open(options: Partial<HostOptions> = {}): Promise<LocalHost> {
  const host = await localHost({ dir: await freshFolder(), runKey: 'a', mode: 'off', ...options })
  onTestFinished(() => host.close())
  return host
}

function asker(host: LocalHost, ask: FunctionOptions['ask'] = async () => 'yes') {
  const release = fromFunction({ model: 'm', revision: '1', ask, concurrency: 4 })
  return (index: number, spending: Spending) =>
    observeCell({
      release,
      releaseName: 'v2',
      task,
      example: task.examples[index]!,
      instruction: task.instructions[0]!,
      trial: 0,
      seed: 1,
      host,
      signal: new AbortController().signal,
      spending,
      backoff: () => 1,
    })
}

const meter = (budget: Budget) =>
  budgetMeter(budget, { whose: 'this claim', where: 'its options', currency: 'USD', now: () => performance.now() })
const spendingOf = (budget: Budget, price: Price | null = null): Spending => ({
  price,
  claim: meter(budget),
  run: false,
})

test('a repeated attempt is a call of its own', async () => {
  let asked = 0
  const observe = asker(await open(), async () => {
    asked += 1
    throw new RetryableError('busy')
  })
  await expect(observe(0, spendingOf({ calls: 3 }))).rejects.toThrow(/^the budget of 3 calls for this claim is spent/)
  expect(asked).toBe(3)
})

test('known answers take nothing, whatever is left', async () => {
  const observe = asker(await open())
  const spending = spendingOf({ calls: 1 })
  await observe(0, spending)
  expect(await observe(0, spending)).toMatchObject({ outcome: 'answered' })
  await expect(observe(1, spending)).rejects.toMatchObject({ name: 'BudgetSpentError', scope: 'claim' })
})

test('a claim that waits for the call of another one goes on by itself when that one has spent its budget', async () => {
  let asked = 0
  const observe = asker(await open(), async () => {
    asked += 1
    if (asked === 1) throw new RetryableError('busy')
    return 'yes'
  })
  const [poor, rich] = await Promise.allSettled([
    observe(0, spendingOf({ calls: 1 })),
    observe(0, spendingOf({ calls: 5 })),
  ])
  expect(poor.status).toBe('rejected')
  expect(rich).toMatchObject({ status: 'fulfilled', value: { outcome: 'answered' } })
  expect(asked).toBe(2)
})

test('the budget of the run is asked of the host, and its calls end there', async () => {
  const host = await open({ budget: { calls: 2 } })
  const observe = asker(host)
  const run: Spending = { price: null, claim: null, run: true }
  await Promise.all([observe(0, run), observe(1, run)])
  await expect(observe(2, run)).rejects.toThrow(/^the budget of 2 calls for the run is spent \(2 calls begun/)
  expect(host.counters().made).toBe(2)
})

test('a priced cell says what it cost, also where its answer was known; a free one costs 0; else it says nothing', async () => {
  const price = { inputPerMillion: 1e6, outputPerMillion: 0 }
  const observe = asker(await open())
  const first = await observe(0, spendingOf({ calls: 9 }, price))
  expect(first.cost).toBe(Math.ceil('w0: text 0'.length / 4))
  expect((await observe(0, spendingOf({ calls: 9 }, price))).cost).toBe(first.cost)
  expect((await observe(1, spendingOf({ calls: 9 }, free))).cost).toBe(0)
  expect(await observe(2, spendingOf({ calls: 9 }))).not.toHaveProperty('cost')
})

test('what costs money is not asked without any budget', async () => {
  let asked = 0
  const observe = asker(await open(), async () => {
    asked += 1
    return 'yes'
  })
  const unlimited = { claim: null, run: false }
  await expect(observe(0, { price: 'unknown', ...unlimited })).rejects.toMatchObject({ name: 'UsageError' })
  expect(asked).toBe(0)
  expect((await observe(0, { price: free, ...unlimited })).outcome).toBe('answered')
})
