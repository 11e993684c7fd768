import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LedgerEntry } from '../types/index.ts'
import { attemptAlpha } from './levels.ts'
import { attemptOf, mergeLedger } from './attempts.ts'

const key = { baseline: 'tiny@1', candidate: 'v2@m', pinned: false, seed: '0' }
const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  id: '0123456789ab',
  baseline: key.baseline,
  candidate: key.candidate,
  seed: key.seed,
  attempt: 1,
  alpha: attemptAlpha(0.05, 1),
  verdict: 'fail',
  spent: [],
  ...part,
})

test('an id is 12 hex digits, pinned: another value would make a second attempt of every continued one', () => {
  expect(attemptOf([], key, 0.05)).toEqual({
    id: '801e1999e635',
    number: 1,
    alpha: attemptAlpha(0.05, 1),
    earlier: [],
    continued: null,
  })
  const again = attemptOf([entry({ id: attemptOf([], key, 0.05).id })], key, 0.05)
  expect(again.id).toMatch(/^[0-9a-f]{12}$/)
  expect(again).toMatchObject({ number: 2, alpha: attemptAlpha(0.05, 2) })
  const twice = [entry({ id: attemptOf([], key, 0.05).id }), entry({ id: again.id, attempt: 2 })]
  expect(attemptOf(twice, key, 0.05).id).not.toBe(again.id)
})

test('what decided about another candidate, seed or baseline does not start a new attempt in place of an open one', () => {
  const { id } = attemptOf([], key, 0.05)
  const open = entry({ id, verdict: 'inconclusive' })
  for (const part of [{ candidate: 'v3@m' }, { seed: '1' }, { baseline: 'tiny@2' }]) {
    const ledger = [open, entry({ id: 'ffffffffffff', attempt: 2, ...part })]
    expect(attemptOf(ledger, key, 0.05)).toMatchObject({ id, number: 1 })
    // Nor does it end the one of a candidate that is pinned.
    expect(attemptOf(ledger, { ...key, pinned: true }, 0.05)).toMatchObject({ id, number: 1 })
  }
})

test('of two records of one attempt the greater number and the worse verdict stand, in either order', () => {
  const verdict = fc.constantFrom('pass', 'fail', 'inconclusive')
  const record = fc.record({ attempt: fc.integer({ min: 1, max: 9 }), verdict }).map(entry)
  fc.assert(
    fc.property(record, record, (a, b) => {
      const [joined] = mergeLedger([a, b])
      expect(joined!.attempt).toBe(Math.max(a.attempt, b.attempt))
      const worst = ['fail', 'pass', 'inconclusive'].find((one) => one === a.verdict || one === b.verdict)
      expect(joined!.verdict).toBe(worst)
      expect(mergeLedger([b, a])).toEqual([joined])
    }),
  )
})

test('an undecided attempt whose answers are gone is not continued; a decided one of a pinned revision is', () => {
  const open = entry({ id: attemptOf([], key, 0.05).id, verdict: 'inconclusive' })
  expect(attemptOf([open], key, 0.05)).toMatchObject({ number: 1, continued: open })
  expect(attemptOf([open], { ...key, kept: false }, 0.05)).toMatchObject({ number: 2, continued: null })
  const fresh = attemptOf([open], { ...key, kept: false }, 0.05)
  // Once the second is under way it is the one that goes on.
  const second = entry({ id: fresh.id, attempt: 2, verdict: 'inconclusive' })
  expect(attemptOf([open, second], key, 0.05)).toMatchObject({ id: fresh.id, number: 2 })
  const pinned = { ...key, pinned: true, kept: false }
  expect(attemptOf([{ ...open, verdict: 'fail' }], pinned, 0.05)).toMatchObject({ number: 1 })
})
