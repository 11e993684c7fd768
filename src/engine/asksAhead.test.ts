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

  test.each([
    ['is asked one after another where none is known', 0, 1],
    ['is looked up together while all are known', 1000, 64],
  ])('one that takes a request at a time %s', async (_, knownInARow, most) => {
    let [open, seen] = [0, 0]
    const flips = flipping(0.1)
    const ask: DecideDeps['ask'] = async (...about) => {
      seen = Math.max(seen, ++open)
      await setImmediate()
      open--
      return flips(...about)
    }
    const deps = fakeDeps(ask, 200, { concurrency: 1, knownInARow: () => knownInARow })
    const { result } = await decide(flipSpec({ limit: 0.1 }), deps)
    expect({ seen, cells: result.cells }).toEqual({ seen: most, cells: 1600 })
  })

  test('one at its limit is asked every cell, and as many at once as are allowed', async () => {
    const { all, cells, most } = await countAsks(0.1, 0.1)
    expect({ all, most }).toEqual({ all: cells, most: 64 })
  })
})
