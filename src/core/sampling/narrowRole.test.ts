import { expect, test } from 'vitest'
import type { Role } from '../types/index.ts'
import { narrowRole } from './cells.ts'

const role: Role = { name: 'asked', side: 'candidate', pool: ['a', 'b', 'c'], draw: 2, trials: 1 }

test('a role of many instructions asks the one that is the unit, a role of one stays', () => {
  expect(narrowRole(role, 'b')).toEqual({ ...role, pool: ['b'], draw: 1 })
  const canonical = { ...role, pool: ['a'], draw: 1, trials: 3 }
  expect(narrowRole(canonical, 'b')).toBe(canonical)
})
