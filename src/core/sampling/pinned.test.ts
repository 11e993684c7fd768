import { expect, test } from 'vitest'
import type { ClaimSpec } from '../types/index.ts'
import { chooseDraw, drawVariants } from './draw.ts'
import { claimId } from '../hash/claimId.ts'
import { gridSize, samplingSeed } from './cells.ts'
import { keyedHash, orderGroups } from './order.ts'

// Stored runs, baselines and recorded answers rest on these: another value is a break of their formats.

const texts = ['a', 'b', 'c', 'd', 'e', 'f']
const role = { trials: 1, side: 'candidate' as const, draw: 1 }
const spec = {
  kind: 'toStayAbove',
  task: 'task',
  taskHash: 'hash',
  options: { accuracy: 0.9 },
  statistic: 'accuracy',
  range: [0, 1],
  limit: 0.9,
  sense: 'at least',
  negated: false,
  advisory: false,
  roles: [{ ...role, name: 'asked', pool: texts }],
} satisfies ClaimSpec

test('hashes, orders and draws', () => {
  expect(['', 'a', 'ab', 'example-17'].map(keyedHash('key'))).toEqual([
    0.3070034127251824, 0.046870995069475674, 0.7375589844261409, 0.28631398103323624,
  ])
  expect(drawVariants('hash', 'example', texts, 6)).toEqual(['d', 'b', 'f', 'c', 'a', 'e'])
  expect(drawVariants('hash', 'example', texts, 2)).toEqual(['d', 'b'])
  const order = orderGroups(texts, { seed: 41, taskHash: 'hash', candidate: 'v2@1' })
  expect(order).toEqual(['a', 'e', 'f', 'd', 'c', 'b'])
})

test('sampling seeds of trials', () => {
  expect([0, 1, 2].map(samplingSeed)).toEqual([931342518, 169066508, 582850258])
})

test('ids of claims: 12 hex digits that depend on every field', () => {
  const id = claimId(spec)
  expect(id).toMatch(/^[0-9a-f]{12}$/)
  expect(claimId(JSON.parse(JSON.stringify(spec)) as ClaimSpec)).toBe(id)
  for (const field of [{ limit: 0.8 }, { negated: true }, { advisory: true }, { task: 'other' }])
    expect(claimId({ ...spec, ...field })).not.toBe(id)
})

test('the grid of two roles takes the greater number of trials of what both ask', () => {
  const roles = [
    { ...role, name: 'a', pool: ['x', 'y'], trials: 2 },
    { ...role, name: 'b', pool: ['y', 'z'], trials: 3 },
  ]
  expect(gridSize({ roles }, 10)).toBe(10 * (2 + 3 + 3))
})

test('the draw says why', () => {
  expect(chooseDraw(24, 1).why).toMatchInlineSnapshot(
    `"2 variants of 24 on each example: with 1 call made anyway and answers to one example correlated by 0.25, that is the most precision for a call"`,
  )
  expect(chooseDraw(2, 1).why).toContain('2 variants of 2')
  expect(chooseDraw(1, 1)).toEqual({
    m: 1,
    why: 'all 1 variant on each example: 2 would be asked if there were as many',
  })
})
