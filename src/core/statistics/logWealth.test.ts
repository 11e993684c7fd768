import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tally } from './eProcess.ts'
import { BETS, EMPTY_TALLY, addValue, logWealth, lowerBound, unitsToReach } from './eProcess.ts'

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })
const mean = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const tallyOf = (ys: readonly number[]): Tally => ys.reduce((tally, y) => addValue(tally, y), EMPTY_TALLY)

/** The definition, multiplied out: Σ_k w_k Π_i (1 + λ_k (y_i − r)) with λ_k = 1 / (s_k + r). */
function naiveWealth(ys: readonly number[], r: number): number {
  return BETS.reduce((sum, { shift, logWeight }) => {
    const stake = 1 / (shift + r)
    return sum + ys.reduce((wealth, y) => wealth * (1 + stake * (y - r)), Math.exp(logWeight))
  }, 0)
}

describe('bets', () => {
  test('share out a capital of 1', () => {
    expect(BETS.reduce((sum, bet) => sum + Math.exp(bet.logWeight), 0)).toBeCloseTo(1, 12)
    // What is written out are powers, but for the last digit.
    const [first, ...others] = BETS.slice(0, -1)
    for (const [k, { shift, logWeight }] of [first!, ...others].entries()) {
      expect(shift / 2 ** (5 - k / 2)).toBeCloseTo(1, 14)
      expect(logWeight - first!.logWeight).toBeCloseTo(0.4 * Math.log(32 / shift), 12)
    }
    expect(logWealth(EMPTY_TALLY, 0.3)).toBeCloseTo(0, 12)
  })
})

describe('wealth', () => {
  test('is the sum of products that it claims to be', () => {
    fc.assert(
      fc.property(values, mean, (ys, r) => {
        const naive = Math.log(naiveWealth(ys, r))
        expect(Math.abs(logWealth(tallyOf(ys), r) - naive)).toBeLessThan(1e-6 * (1 + Math.abs(naive)))
      }),
    )
  })

  test('has expectation 1 after any number of coin flips at the very mean, and less below it', () => {
    for (const [rate, r] of [
      [0.05, 0.05],
      [0.5, 0.5],
      [0.03, 0.05],
    ] as const) {
      const trials = 12
      let expected = 0
      for (let ones = 0; ones <= trials; ones++) {
        let ways = 1
        for (let k = 1; k <= ones; k++) ways *= (trials - k + 1) / k
        const tally = addValue(addValue(EMPTY_TALLY, 1, ones), 0, trials - ones)
        expected += ways * rate ** ones * (1 - rate) ** (trials - ones) * Math.exp(logWealth(tally, r))
      }
      expect(expected).toBeLessThan(1 + 1e-9)
      expect(expected > 1 - 1e-9).toBe(rate === r)
    }
  })

  test('rises with every value and falls with the mean', () => {
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        mean,
        mean,
        (ys, at, rise, r, other) => {
          const tally = tallyOf(ys)
          const [low, high] = [Math.min(r, other), Math.max(r, other)]
          expect(logWealth(tally, high)).toBeLessThanOrEqual(logWealth(tally, low) + 1e-9)
          if (ys.length === 0) return
          const better = ys.with(at % ys.length, Math.max(ys[at % ys.length]!, rise))
          expect(logWealth(tallyOf(better), r)).toBeGreaterThanOrEqual(logWealth(tally, r) - 1e-9)
        },
      ),
    )
  })

  test('does not depend on the order of the values, nor on adding equal ones at once', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), mean, (ys, times, r) => {
        expect(logWealth(tallyOf(ys.toReversed()), r)).toBeCloseTo(logWealth(tallyOf(ys), r), 8)
        const singly = Array.from({ length: times }).reduce<Tally>((tally) => addValue(tally, 0.25), tallyOf(ys))
        expect(logWealth(addValue(tallyOf(ys), 0.25, times), r)).toBeCloseTo(logWealth(singly, r), 8)
      }),
    )
  })

  test('at the ends of the range: one value refutes a mean of 0, nothing refutes a mean of 1', () => {
    expect(logWealth(addValue(EMPTY_TALLY, 1 / 7), 0)).toBeGreaterThan(Math.log(1e6))
    expect(logWealth(addValue(EMPTY_TALLY, 0, 1000), 0)).toBeCloseTo(0, 6)
    expect(logWealth(addValue(EMPTY_TALLY, 1, 1000), 1)).toBeCloseTo(0, 6)
  })

  test('refuses a value outside [0, 1]', () => {
    for (const y of [-0.01, 1.01, Number.NaN]) expect(() => addValue(EMPTY_TALLY, y)).toThrow(RangeError)
  })

  test('survives JSON', () => {
    const tally = addValue(EMPTY_TALLY, 0)
    expect(JSON.parse(JSON.stringify(tally))).toEqual(tally)
  })
})

describe('lower bound', () => {
  test('is at least r exactly when the wealth against r has reached 1/α', () => {
    fc.assert(
      fc.property(values, mean, fc.constantFrom(0.01, 0.05, 0.2), (ys, r, alpha) => {
        const tally = tallyOf(ys)
        const excess = logWealth(tally, r) - Math.log(1 / alpha)
        fc.pre(Math.abs(excess) > 1e-9)
        expect(lowerBound((at) => logWealth(tally, at), alpha) >= r).toBe(excess >= 0)
      }),
    )
  })

  test('is 0 without data and closes in on the mean', () => {
    expect(lowerBound((at) => logWealth(EMPTY_TALLY, at), 0.05)).toBe(0)
    const many = addValue(addValue(EMPTY_TALLY, 1, 3000), 0, 7000)
    expect(lowerBound((at) => logWealth(many, at), 0.05)).toBeGreaterThan(0.28)
    expect(lowerBound((at) => logWealth(many, at), 0.05)).toBeLessThan(0.3)
  })
})

describe('units to reach a wealth', () => {
  const reach = (tally: Tally, limit: number, threshold: number) => {
    const { count, sums } = tally
    return unitsToReach(
      (total) => logWealth({ count: total, sums: sums.map((sum) => (sum / count) * total) }, limit),
      count,
      threshold,
    )
  }

  test('with unvarying values it is exact', () => {
    const need = Math.log(20)
    for (const seen of [1, 5, 30]) {
      const more = reach(addValue(EMPTY_TALLY, 1, seen), 0.95, need)!
      expect(logWealth(addValue(EMPTY_TALLY, 1, seen + more), 0.95)).toBeGreaterThanOrEqual(need)
      expect(logWealth(addValue(EMPTY_TALLY, 1, seen + more - 1), 0.95)).toBeLessThan(need)
    }
  })

  test('is 0 when there, null when it never comes or nothing was seen', () => {
    expect(reach(addValue(EMPTY_TALLY, 1, 1000), 0.9, 3)).toBe(0)
    expect(reach(addValue(EMPTY_TALLY, 0, 10), 0.5, 3)).toBeNull()
    expect(reach(EMPTY_TALLY, 0.5, 3)).toBeNull()
  })
})
