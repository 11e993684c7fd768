import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LedgerEntry, SpentExample } from '../types/index.ts'
import { attemptAlpha } from './levels.ts'
import { attemptOf, mergeLedger } from './attempts.ts'

const ALPHA = 0.05
const key = (candidate: string, part = {}) => ({
  baseline: 'tiny@1',
  candidate,
  pinned: true,
  seed: '0',
  ...part,
})

/** Gates a candidate and writes it down. */
function gate(
  ledger: readonly LedgerEntry[],
  candidate: string,
  part: Partial<LedgerEntry> & { pinned?: boolean } = {},
) {
  const { pinned = true, ...rest } = part
  const { id, number, alpha } = attemptOf(ledger, key(candidate, { pinned }), ALPHA)
  const { baseline, seed } = key(candidate)
  const entry: LedgerEntry = {
    id,
    baseline,
    candidate,
    seed,
    attempt: number,
    alpha,
    verdict: 'fail',
    spent: [],
    ...rest,
  }
  return mergeLedger([...ledger, entry])
}

const spent = (example: string): SpentExample => ({
  claim: 'abcdef012345',
  task: 're',
  example,
  group: `g-${example}`,
  variant: 're-s01',
})

describe('the share of an attempt', () => {
  test('all shares together are at most α, and come as near to it as one likes', () => {
    let sum = 0
    for (let k = 1; k <= 100_000; k++) sum += attemptAlpha(ALPHA, k)
    expect(sum).toBeLessThan(ALPHA)
    expect(sum).toBeGreaterThan(0.9999 * ALPHA)
  })

  test('a candidate that breaks its claim at each of 60 attempts ships at most as often as α says', () => {
    // The wealth of a fair bet reaches 1/α with a chance of at most α: here just that chance, the worst there is.
    let state = 41
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    const repeats = 40_000
    let shipped = 0
    for (let i = 0; i < repeats; i++) {
      for (let k = 1; k <= 60; k++) {
        if (random() >= attemptAlpha(ALPHA, k)) continue
        shipped += 1
        break
      }
    }
    expect(shipped / repeats).toBeGreaterThan(0.04)
    expect(shipped / repeats).toBeLessThan(ALPHA)
  })

  test('attempts count from 1', () => {
    expect(attemptAlpha(ALPHA, 1)).toBeCloseTo(0.030396, 6)
    expect(() => attemptAlpha(ALPHA, 0)).toThrow('attempts count from 1')
  })
})

describe('which attempt it is', () => {
  test('another candidate, revision or seed is the next one; the same goes on', () => {
    let ledger = gate([], 'v2@1', { spent: [spent('e1')] })
    ledger = gate(ledger, 'v3@1')
    ledger = gate(ledger, 'v2@1', { verdict: 'pass' })
    expect(ledger.map(({ candidate, attempt, verdict }) => [candidate, attempt, verdict])).toEqual([
      ['v2@1', 1, 'fail'],
      ['v3@1', 2, 'fail'],
    ])
    expect(attemptOf(ledger, key('v2@2'), ALPHA).number).toBe(3)
    expect(attemptOf(ledger, key('v2@1', { seed: '1' }), ALPHA).number).toBe(3)
    expect(attemptOf(ledger, key('v2@1', { baseline: 'tiny@2' }), ALPHA).number).toBe(1)
    expect(attemptOf(ledger, key('v2@1'), ALPHA)).toMatchObject({ number: 1, earlier: [] })
    expect(attemptOf(ledger, key('v3@1'), ALPHA).earlier.map(({ attempt }) => attempt)).toEqual([1])
  })

  test('a revision that may move goes on while undecided, and starts a new attempt after a verdict', () => {
    const open = gate([], 'v2@alias', { verdict: 'inconclusive', pinned: false })
    expect(attemptOf(open, key('v2@alias', { pinned: false }), ALPHA).number).toBe(1)
    const decided = gate(open, 'v2@alias', { verdict: 'pass', pinned: false })
    expect(decided).toHaveLength(1)
    expect(attemptOf(decided, key('v2@alias', { pinned: false }), ALPHA).number).toBe(2)
  })
})

describe('joining ledgers', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const entry: fc.Arbitrary<LedgerEntry> = fc
    .record({
      who: name,
      baseline: fc.constantFrom('tiny@1', 'tiny@2'),
      attempt: fc.integer({ min: 1, max: 4 }),
      verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
      spent: fc.array(name.map(spent), { maxLength: 3 }),
      claims: fc.uniqueArray(name),
    })
    .map(({ who, baseline, attempt, verdict, spent: shown, claims }) => ({
      baseline,
      attempt,
      verdict,
      spent: shown,
      id: `id-${who}`,
      candidate: who,
      seed: '0',
      alpha: attemptAlpha(ALPHA, attempt),
      claims,
    }))
  const ledgers = fc.array(entry, { maxLength: 8 })

  test('order and repetition do not matter, and nothing is lost', () => {
    fc.assert(
      fc.property(ledgers, ledgers, ledgers, (a, b, c) => {
        const joined = mergeLedger([...a, ...b, ...c])
        expect(mergeLedger([...c, ...b, ...a, ...b])).toEqual(joined)
        expect(mergeLedger([...mergeLedger([...a, ...b]), ...c])).toEqual(joined)
        expect(mergeLedger(joined)).toEqual(joined)
        for (const one of a) {
          const kept = joined.find(({ id, baseline }) => id === one.id && baseline === one.baseline)
          expect(kept?.spent).toEqual(expect.arrayContaining([...one.spent]))
          expect(kept?.claims ?? []).toEqual(expect.arrayContaining([...(one.claims ?? [])]))
          expect(kept?.alpha).toBeGreaterThanOrEqual(one.alpha)
        }
      }),
    )
  })

  test('the next attempt comes after all others, and spends less than each', () => {
    fc.assert(
      fc.property(ledgers, (entries) => {
        const ledger = mergeLedger(entries)
        const own = ledger.filter(({ baseline }) => baseline === 'tiny@1')
        const next = attemptOf(ledger, key('new@1'), ALPHA)
        expect(next.number).toBeGreaterThan(own.length)
        for (const { attempt, alpha } of own) {
          expect(next.number).toBeGreaterThan(attempt)
          expect(next.alpha).toBeLessThan(alpha)
        }
      }),
    )
  })
})
