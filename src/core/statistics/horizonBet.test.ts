import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialCdf, logUpperTail } from './binomial.ts'
import { betOnHorizon, horizonFor, logHorizon, NOTHING_SEEN, projectHorizon, type Horizon } from './horizonBet.ts'

const LIMIT = 0.9
const horizons = fc
  .record({
    units: fc.integer({ min: 1, max: 80 }),
    mean: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    level: fc.constantFrom(0.1, 0.035, 0.001),
  })
  .map(({ units, mean, level }) => horizonFor(units, mean, level, level * 1.2))
  .filter((found) => found !== null)
const binary = fc.array(fc.constantFrom(0, 1), { maxLength: 80, size: 'max' })
const graded = fc.array(fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true })), {
  maxLength: 80,
  size: 'max',
})
const betOn = (ys: readonly number[], horizon: Horizon) =>
  ys.reduce((bet, y) => betOnHorizon(bet, y, horizon), NOTHING_SEEN)

describe('ln P(X ≥ k) of a binomial variable', () => {
  test('agrees with the distribution function, and goes on where that underflows', () => {
    for (const [k, n, p] of [
      [1, 1, 0.3],
      [3, 10, 0.1],
      [60, 100, 0.5],
      [40, 100, 0.5],
      [2990, 3000, 0.99],
      [100, 100, 0.9],
    ] as const)
      expect(Math.exp(logUpperTail(k, n, p))).toBeCloseTo(1 - binomialCdf(k - 1, n, p), 12)
    expect(logUpperTail(400, 400, 1e-3)).toBeCloseTo(400 * Math.log(1e-3), 6)
    expect([logUpperTail(0, 5, 0.2), logUpperTail(6, 5, 0.2), logUpperTail(1, 5, 0)]).toEqual([0, -Infinity, -Infinity])
  })
})

describe('the horizon that is bet on', () => {
  test('is an exact test of the size nearest to the wanted one, no larger than allowed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (units, mean) => {
        const found = horizonFor(units, mean, 0.035, 0.045)
        const sizes = Array.from({ length: units + 1 }, (_, k) => 1 - binomialCdf(k - 1, units, mean))
        const allowed = sizes.filter((size) => size <= 0.045)
        expect(found === null).toBe(allowed.length === 0)
        fc.pre(found !== null)
        const nearest = Math.min(...allowed.map((size) => Math.abs(size - 0.035)))
        expect(Math.abs(found!.level - 0.035)).toBeCloseTo(nearest, 9)
        expect(found!.level).toBeCloseTo(sizes[found!.needed]!, 9)
      }),
    )
  })
})

describe('the wealth', () => {
  test('wins nothing on average: linear in the next value, and unchanged at the horizon’s mean', () => {
    fc.assert(
      fc.property(horizons, graded, fc.double({ min: 0, max: 1, noNaN: true }), (horizon, ys, y) => {
        const bet = betOn(ys, horizon)
        const wealth = (value: number) => Math.exp(betOnHorizon(bet, value, horizon).log)
        const [none, all] = [wealth(0), wealth(1)]
        expect(all * horizon.mean + none * (1 - horizon.mean)).toBeCloseTo(Math.exp(bet.log), 8)
        expect(wealth(y)).toBeCloseTo(none + y * (all - none), 8)
        expect(all).toBeGreaterThanOrEqual(none)
      }),
    )
  })

  test('of values 0 and 1 is worth 1/level at the end if the exact test rejects, else nothing', () => {
    fc.assert(
      fc.property(horizons, fc.infiniteStream(fc.constantFrom(0, 1)), (horizon, stream) => {
        const ys = [...stream.take(horizon.units)]
        const { log, sum } = betOn(ys, horizon)
        expect(log).toBeCloseTo(sum >= horizon.needed ? -Math.log(horizon.level) : -1000, 9)
      }),
    )
  })

  test('of values 0 and 1 never gains by a worse value, wherever it stands', () => {
    fc.assert(
      fc.property(horizons, binary, fc.nat(79), (horizon, ys, at) => {
        fc.pre(ys[at] === 1)
        const worse = ys.with(at, 0)
        expect(betOn(worse, horizon).log).toBeLessThanOrEqual(betOn(ys, horizon).log + 1e-9)
      }),
    )
  })

  test('against other means comes from the same bets, and falls as the mean rises where it has won', () => {
    fc.assert(
      fc.property(horizons, graded, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (horizon, ys, mean) => {
        const bet = betOn(ys, horizon)
        expect(logHorizon(bet, horizon, horizon.mean)).toBe(bet.log)
        expect(logHorizon(bet, horizon, horizon.mean * (1 - 1e-12))).toBeCloseTo(Math.max(-1000, bet.log), 4)
        const [here, above] = [logHorizon(bet, horizon, mean), logHorizon(bet, horizon, mean + 0.005)]
        expect(above <= 0 || here >= above - 1e-9).toBe(true)
        expect(logHorizon(bet, horizon, 0)).toBe(bet.sum > 0 ? Infinity : 0)
      }),
    )
  })

  test('stays as it is after the horizon, and survives JSON', () => {
    fc.assert(
      fc.property(horizons, graded, (horizon, ys) => {
        const whole = betOn([...ys, ...Array.from({ length: 80 }, () => 0.5)], horizon)
        expect(betOnHorizon(whole, 1, horizon)).toBe(whole)
        const bet = betOn(ys, horizon)
        expect(JSON.parse(JSON.stringify(bet))).toEqual(bet)
      }),
    )
  })
})

test('at any level that is a number above 0, or infinite, no wealth and no projection is NaN', () => {
  const levels = fc.oneof(
    fc.constantFrom(Infinity, Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double({ min: Number.MIN_VALUE, max: Infinity, noNaN: true }),
  )
  fc.assert(
    fc.property(horizons, levels, graded, (horizon, level, ys) => {
      const at = { ...horizon, level }
      let bet = NOTHING_SEEN
      for (const y of ys) {
        bet = betOnHorizon(bet, y, at)
        const found = [bet.log, logHorizon(bet, at, 0.3), projectHorizon(bet, at, bet.count + 5)]
        expect(found.some(Number.isNaN)).toBe(false)
      }
    }),
  )
})

test('no horizon is chosen whose test rejects with a chance too small to be a number above 0', () => {
  expect(Math.exp(logUpperTail(400, 400, 0.05))).toBe(0)
  expect(horizonFor(400, 0.05, 0, 0)).toBeNull()
  expect(horizonFor(400, 0.05, Number.MIN_VALUE, Number.MIN_VALUE)?.level).not.toBe(0)
})

test('a projection of values 0 and 1 that all look alike is what comes', () => {
  const horizon = horizonFor(60, LIMIT, 0.035, 0.045)!
  const seen = betOn([1, 1, 1], horizon)
  for (const total of [3, 10, 40, 60, 200])
    expect(projectHorizon(seen, horizon, total)).toBeCloseTo(
      betOn(
        Array.from({ length: total }, () => 1),
        horizon,
      ).log,
      9,
    )
})
