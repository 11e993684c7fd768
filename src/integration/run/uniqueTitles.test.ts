import { expect, test } from 'vitest'
import type { ClaimResult } from '../../core/types/index.ts'
import { uniqueTitles } from './collectedClaims.ts'

const claim = (title: string, file?: string): ClaimResult =>
  ({ title, ...(file && { at: { file, line: 3 } }) }) as unknown as ClaimResult

test('no claim overwrites another of the same name', () => {
  const claims = [
    claim('stable', 'a.ts'),
    claim('stable', 'b.ts'),
    claim('stable', 'b.ts'),
    claim('right', 'a.ts'),
    claim('x'),
    claim('x'),
  ]
  expect(uniqueTitles(claims).map(({ title }) => title)).toEqual([
    'stable [a.ts:3]',
    'stable [b.ts:3]',
    'stable [b.ts:3] [2]',
    'right',
    'x',
    'x [2]',
  ])
})
