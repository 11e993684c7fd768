import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { fakeDeps, flipping, flipSpec } from './fakes.testing.ts'
import type { DecideDeps } from './ports.ts'

/** Counts the asks of a model that flips so often, all of them and the most under way at once. */
async function countAsks(rate: number, limit: number, pool = 1000) {
  const flips = flipping(rate)
  const asks = { all: 0, open: 0, most: 0 }
  const ask: DecideDeps['ask'] = async (side, cell, signal) => {
    asks.all++
    asks.open++
    asks.most = Math.max(asks.most, asks.open)
    // Answers of one wave do not all come in the same turn.
    for (let turns = 1 + (asks.all % 3); turns > 0; turns--) await setImmediate()
    asks.open--
    return flips(side, cell, signal)
  }
  const { result } = await decide(flipSpec({ limit }), fakeDeps(ask, pool, { concurrency: 64 }))
  return { ...asks, verdict: result.verdict, cells: result.cells }
}

/** Counts how much of some work is under way at once. */
function gauge() {
  let [open, most] = [0, 0]
  const measure = async <T>(work: () => Promise<T>): Promise<T> => {
    most = Math.max(most, ++open)
    try {
      return await work()
    } finally {
      open--
    }
  }
  return Object.assign(measure, { most: () => most })
}

describe('with 64 asks allowed at once', () => {
  // A unit has eight cells, so 64 asks are eight units.
  test.each([
    ['never flips and passes', 0, 0.05, 'pass', 3],
    ['flips a little and passes', 0.02, 0.08, 'pass', 3],
    // It fails sooner than any model passes, so the first wave is as large as it may be.
    ['flips often and fails', 0.3, 0.05, 'fail', 9],
  ])('a model that %s is asked little beyond its verdict', async (_, rate, limit, verdict, units) => {
    const asked = await countAsks(rate, limit)
    expect(asked.verdict).toBe(verdict)
    expect((asked.all - asked.cells) / 8).toBeLessThanOrEqual(units)
  })

  test.each([1, 7])('calls are made %i at once at most, and look-ups run further ahead', async (concurrency) => {
    const [looking, calling] = [gauge(), gauge()]
    const flips = flipping(0.1)
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      await looking(() => setImmediate())
      await elsewhere?.turn?.()
      return calling(async () => {
        await setImmediate()
        return flips(side, cell, signal)
      })
    }
    const { result } = await decide(flipSpec({ limit: 0.1 }), fakeDeps(ask, 200, { concurrency }))
    expect([calling.most(), looking.most(), result.cells]).toEqual([concurrency, 64, 1600])
  })

  test('one at its limit is asked every cell, and as many at once as are allowed', async () => {
    const { all, cells, most } = await countAsks(0.1, 0.1)
    expect({ all, most }).toEqual({ all: cells, most: 64 })
  })
})
