import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestFirst, bySide, byVerdict, holds, isBetter, isLooser, opposite, restsOnUpper } from './direction.ts'

const sense = fc.constantFrom('at most' as const, 'at least' as const)
const value = fc.integer({ min: -3, max: 3 })

describe('the direction of a claim', () => {
  test('on the limit, both senses hold', () => {
    expect(holds('at most', 0.05, 0.05)).toBe(true)
    expect(holds('at least', 0.05, 0.05)).toBe(true)
    expect(holds('at most', 0.06, 0.05)).toBe(false)
    expect(holds('at least', 0.04, 0.05)).toBe(false)
  })

  test('off the limit exactly one of a claim and its opposite holds', () => {
    fc.assert(
      fc.property(sense, value, value, (way, a, b) => {
        expect(opposite(opposite(way))).toBe(way)
        expect(holds(way, a, b) !== holds(opposite(way), a, b)).toBe(a !== b)
      }),
    )
  })

  test('a looser limit is kept by whatever keeps the other, and by more', () => {
    fc.assert(
      fc.property(sense, value, value, value, (way, a, limit, other) => {
        if (!isLooser(way, limit, other)) return
        expect(holds(way, a, limit) || !holds(way, a, other)).toBe(true)
        expect(holds(way, limit, other)).toBe(false)
        expect(isBetter(way, other, limit)).toBe(true)
      }),
    )
  })

  test('the best end of a range keeps every limit in it', () => {
    expect(bestFirst('at most', [0, 1])).toEqual([0, 1])
    expect(bestFirst('at least', [0, 1])).toEqual([1, 0])
  })

  test('sides and verdicts are two names of one pair', () => {
    fc.assert(
      fc.property(sense, value, value, (way, above, below) => {
        expect(bySide(way, byVerdict(way, { above, below }))).toEqual({ above, below })
      }),
    )
    expect(byVerdict('at most', { above: 'over', below: 'under' })).toEqual({ pass: 'under', fail: 'over' })
    expect(restsOnUpper('at most', 'pass')).toBe(true)
    expect(restsOnUpper('at least', 'pass')).toBe(false)
    expect(restsOnUpper('at least', 'fail')).toBe(true)
  })
})
