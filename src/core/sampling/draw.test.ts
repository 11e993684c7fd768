import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClaimSpec } from '../types/index.ts'
import { cellsOf, gridSize } from './cells.ts'
import { chooseDraw, drawVariants } from './draw.ts'
import { keyedHash, orderGroups, sortByHash } from './order.ts'

const pool = Array.from({ length: 24 }, (_, i) => `re-${String(i).padStart(2, '0')}`)
const examples = Array.from({ length: 6000 }, (_, i) => `example-${i}`)

/** Sum of (observed − expected)² / expected over cells that are expected equally often. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('drawing variants', () => {
  test('gives every variant, and every pair, the same chance', () => {
    const single = new Map(pool.map((variant) => [variant, 0]))
    const pairs = new Map<string, number>()
    for (const example of examples) {
      const [first, second] = drawVariants('hash', example, pool, 2) as [string, string]
      single.set(first, single.get(first)! + 1)
      pairs.set(`${first} ${second}`, (pairs.get(`${first} ${second}`) ?? 0) + 1)
    }
    // 99.99% points of χ² with 23 and 551 degrees of freedom.
    expect(chiSquare([...single.values()])).toBeLessThan(57)
    expect(pairs.size).toBe(24 * 23)
    expect(chiSquare([...pairs.values()])).toBeLessThan(683)
  })

  test('is independent between examples whose ids are alike', () => {
    const agree = examples.slice(1).filter((example, i) => {
      return drawVariants('h', example, pool, 1)[0] === drawVariants('h', examples[i]!, pool, 1)[0]
    }).length
    expect(agree / examples.length).toBeCloseTo(1 / 24, 1.5)
  })

  test('takes the first of the whole pool in the order of the hashes, however many are drawn', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.nat(12), fc.string(), (variants, draw, example) => {
        const order = sortByHash(variants, JSON.stringify(['draw', 'hash', example]))
        expect(drawVariants('hash', example, variants, draw)).toEqual(order.slice(0, draw))
        expect(drawVariants('hash', example, variants, draw, (text) => text.length > 3)).toEqual(
          order.filter((text) => text.length > 3).slice(0, draw),
        )
      }),
    )
  })

  test('depends on neither the order nor the rest of the pool', () => {
    fc.assert(
      fc.property(fc.string(), fc.subarray(pool, { minLength: 1 }), (example, part) => {
        const all = drawVariants('h', example, pool, pool.length)
        expect(drawVariants('h', example, part.toReversed(), part.length)).toEqual(all.filter((v) => part.includes(v)))
        expect(drawVariants('h', example, pool, 3)).toEqual(all.slice(0, 3))
        expect(all.toSorted()).toEqual(pool)
      }),
    )
  })

  test('changes with the task', () => {
    const differ = examples.filter((e) => drawVariants('a', e, pool, 1)[0] !== drawVariants('b', e, pool, 1)[0])
    expect(differ.length / examples.length).toBeGreaterThan(0.9)
  })
})

test('hashes are spread evenly and hardly ever collide', () => {
  const hash = keyedHash('key')
  const values = Array.from({ length: 50_000 }, (_, i) => hash(String(i)))
  expect(new Set(values).size).toBe(values.length)
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
  const bins = Array.from({ length: 100 }, () => 0)
  for (const value of values) bins[Math.floor(value * 100)]!++
  expect(chiSquare(bins)).toBeLessThan(160)
})

describe('order of groups', () => {
  test('is a permutation that depends on the key alone', () => {
    const key = { seed: 1, taskHash: 'h', candidate: 'v2' }
    const order = orderGroups(examples, key)
    expect(order.toSorted()).toEqual(examples.toSorted())
    expect(orderGroups(examples.toReversed(), key)).toEqual(order)
    expect(orderGroups([...examples, ...examples], key)).toEqual(order)
    for (const other of [{ seed: 2 }, { taskHash: 'g' }, { candidate: 'v3' }])
      expect(orderGroups(examples, { ...key, ...other })).not.toEqual(order)
  })
})

const spec: ClaimSpec = {
  kind: 'k',
  task: 't',
  taskHash: 'h',
  options: {},
  statistic: 's',
  range: [0, 1],
  limit: 0.05,
  sense: 'at most',
  negated: false,
  advisory: false,
  roles: [
    { name: 'canonical', pool: ['re-00'], draw: 1, trials: 2, side: 'candidate' },
    { name: 'paraphrase', pool, draw: 3, trials: 2, side: 'candidate' },
  ],
}

test('cells of an example: variants as drawn, trials adjacent', () => {
  const { canonical, paraphrase } = cellsOf(spec, 'e')
  const drawn = drawVariants('h', 'e', pool, 3)
  expect(canonical).toEqual([0, 1].map((trial) => ({ example: 'e', variant: 're-00', trial })))
  expect(paraphrase?.map((cell) => `${cell.variant} ${cell.trial}`)).toEqual(drawn.flatMap((v) => [`${v} 0`, `${v} 1`]))
})

test('the grid counts a variant of two roles once', () => {
  expect(gridSize(spec, 10)).toBe(10 * 24 * 2)
})

test('the draw balances calls made anyway against new ones', () => {
  expect(chooseDraw(24, 1).m).toBe(2)
  expect(chooseDraw(24, 0).m).toBe(1)
  expect(chooseDraw(24, 12).m).toBe(6)
  expect(chooseDraw(3, 12).m).toBe(3)
  expect(chooseDraw(24, 1).why).toContain('2 variants of 24')
})
