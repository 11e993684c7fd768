import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Role } from '../types/index.ts'
import { cellsOf } from './cells.ts'
import { drawVariants } from './draw.ts'

const pool = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6']
const some = fc.subarray(pool)

test('the draw passes over what does not apply, and is otherwise the same', () => {
  fc.assert(
    fc.property(fc.string(), some, fc.integer({ min: 1, max: 6 }), (example, usable, draw) => {
      const all = drawVariants('hash', example, pool, pool.length)
      const drawn = drawVariants('hash', example, pool, draw, (variant) => usable.includes(variant))
      expect(drawn).toEqual(all.filter((variant) => usable.includes(variant)).slice(0, draw))
    }),
  )
})

test('only a role of perturbed variants passes over any', () => {
  const role: Role = { name: 'plain', pool, draw: 6, trials: 1, side: 'candidate' }
  const roles: Role[] = [role, { ...role, name: 'perturbed', perturbed: 'keeps' }]
  const applies = (example: string, variant: string) => example === 'e1' && variant === 'w4'
  const drawn = (example: string) =>
    Object.entries(cellsOf({ taskHash: 'hash', roles }, example, applies)).map(([name, cells]) => [
      name,
      cells.map(({ variant }) => variant).toSorted(),
    ])
  expect(drawn('e1')).toEqual([
    ['plain', pool],
    ['perturbed', ['w4']],
  ])
  expect(drawn('e2')).toEqual([
    ['plain', pool],
    ['perturbed', []],
  ])
})
