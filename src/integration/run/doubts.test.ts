import { describe, expect, test } from 'vitest'
import { claimId } from '../../core/hash/index.ts'
import { sampleClaim } from '../../core/wording/sampleRun.testing.ts'
import { waive } from '../../deciding/claim/waiver.ts'
import { waiverFindings } from './doubts.ts'

const { spec } = sampleClaim()
const waiver = (limit: number, claim = 'keeps its answer') => ({
  claim,
  limit,
  reason: 'known',
  owner: 'ann',
  expires: '2026-12-31',
  at: { file: 'w.yaml', line: 4, column: 12 },
})

const session = (holding: ReturnType<typeof waiver>[], expired: ReturnType<typeof waiver>[]) => ({
  file: 'w.yaml',
  sha256: '',
  today: '2027-01-01',
  holding,
  expired,
})

describe('a waiver', () => {
  test('loosens the limit and nothing else, found by title or by id', () => {
    const loose = waive(spec, 'keeps its answer', [waiver(0.1)])
    expect(loose.spec).toEqual({ ...spec, limit: 0.1 })
    expect(loose.waived).toMatchObject({ of: claimId(spec), limit: 0.05, owner: 'ann' })
    expect(waive(spec, 'other', [waiver(0.1, claimId(spec))]).spec.limit).toBe(0.1)
    expect(waive(spec, 'other', [waiver(0.1)])).toEqual({ spec })
    expect(waive(spec, 'refunds > keeps its answer', [waiver(0.1)]).spec.limit).toBe(0.1)
    expect(waive(spec, 'refunds > hardly keeps its answer', [waiver(0.1)])).toEqual({ spec })
    const both = [waiver(0.1), waiver(0.2, 'refunds > keeps its answer')]
    expect(waive(spec, 'refunds > keeps its answer', both).spec.limit).toBe(0.2)
  })

  test('is written as the suite writes the limit', () => {
    const regression = { ...spec, range: [-1, 1], limit: -0.02, sense: 'at least', options: { by: 0.02 } } as const
    expect(waive(regression, 'keeps its answer', [waiver(0.05)]).spec.limit).toBe(-0.05)
    expect(() => waive(regression, 'keeps its answer', [waiver(0.01)])).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: w.yaml:4:12: "limit" 0.01 is not looser than the claim's own, 0.02: write one above it, or remove the waiver]`,
    )
  })

  test('that is not looser, or outside the range, is refused at its line', () => {
    expect(() => waive(spec, 'keeps its answer', [waiver(0.05)])).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: w.yaml:4:12: "limit" 0.05 is not looser than the claim's own, 0.05: write one above it, or remove the waiver]`,
    )
    expect(() => waive(spec, 'keeps its answer', [waiver(1.5)])).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: w.yaml:4:12: "limit" 1.5 is outside the range of the flip rate]`,
    )
  })
})

test('a waiver without its claim is an error, an expired one is named', () => {
  const claims = [sampleClaim({ title: 'keeps its answer' })]
  expect(waiverFindings(session([waiver(0.1, 'keeps its answr')], [waiver(0.1)]), claims, false))
    .toMatchInlineSnapshot(`
    {
      "errors": [
        "w.yaml:4:12: no claim "keeps its answr" in this run (did you mean "keeps its answer"?); correct the name, or remove the waiver",
      ],
      "remarks": [
        "The waiver of "keeps its answer" (ann, w.yaml:4) expired on 2026-12-31: the claim gates at its own limit again.",
      ],
    }
  `)
  expect(waiverFindings(session([waiver(0.1, 'elsewhere')], []), claims, true).errors).toEqual([])
  expect(waiverFindings(session([waiver(0.1)], []), claims, false)).toEqual({ errors: [], remarks: [] })
})

test('the waiver of an accepted claim that was not decided is no slip of the pen', () => {
  const accepted = [{ id: '0123456789ab', title: 'refunds > keeps its answer' }]
  expect(waiverFindings(session([waiver(0.1)], []), [], false, accepted).errors).toEqual([])
  expect(waiverFindings(session([waiver(0.1, '0123456789ab')], []), [], false, accepted).errors).toEqual([])
  expect(waiverFindings(session([waiver(0.1, 'keeps its answr')], []), [], false, accepted).errors).toHaveLength(1)
})

test('a short name that fits several claims is refused, with the candidates', () => {
  const named = (title: string, id: string) => ({ ...sampleClaim(), title, id })
  const two = [named('refunds > keeps its answer', 'aaaaaaaaaaaa'), named('orders > keeps its answer', 'bbbbbbbbbbbb')]
  const of = (claims: typeof two) => waiverFindings(session([waiver(0.1)], []), claims, true).errors
  expect(of(two)).toMatchInlineSnapshot(`
    [
      "w.yaml:4:12: "keeps its answer" may be any of "refunds > keeps its answer" (id aaaaaaaaaaaa), "orders > keeps its answer" (id bbbbbbbbbbbb); write the whole title or the id of the one that is meant",
    ]
  `)
  expect(of([named('keeps its answer', 'cccccccccccc'), ...two.slice(1)])).toHaveLength(1)
  expect(of(two.slice(1))).toEqual([])
  expect(of([two[0]!, { ...two[0]!, title: 'refunds > keeps its answer (2)' }])).toEqual([])
})
