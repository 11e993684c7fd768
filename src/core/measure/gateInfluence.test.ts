import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBeStableUnderParaphrase } from '../../claims/toBeStableUnderParaphrase.ts'
import { toStayAbove } from '../../claims/toStayAbove.ts'
import type { ClaimKind, ClaimSpec, Observation } from '../types/index.ts'
import { sampleClaim } from '../wording/sampleRun.testing.ts'
import { gateInfluence } from './gateInfluence.ts'
import { sampleCell } from './measured.testing.ts'

const POOL = ['v0', 'v1', 'v2']
const above: ClaimSpec['roles'] = [{ name: 'asked', pool: POOL, draw: 3, trials: 1, side: 'candidate' }]
const stable: ClaimSpec['roles'] = [
  { name: 'canonical', pool: ['v0'], draw: 1, trials: 1, side: 'candidate' },
  { name: 'paraphrase', pool: ['v1', 'v2'], draw: 2, trials: 1, side: 'candidate' },
]

function claim(kind: ClaimKind, options: object, changes: Partial<ClaimSpec>) {
  const { spec } = sampleClaim({ spec: { options: { ...options }, ...changes } })
  return { spec, kind, sameAnswer: Object.is }
}

const highAccuracy = claim(toStayAbove as ClaimKind, { accuracy: 0.6 }, { roles: above, limit: 0.6, sense: 'at least' })
const fewFlips = claim(toBeStableUnderParaphrase as ClaimKind, { maxFlipRate: 0.4 }, { roles: stable, limit: 0.4 })
// A mean of single variants, and a statistic that is computed from the cells each time.
const CLAIMS = [highAccuracy, fewFlips, { ...fewFlips, kind: { ...fewFlips.kind, averages: () => null } as ClaimKind }]

const right = (example: number, variant: string) => sampleCell(`e${example}`, variant, 0, 'yes')
const wrong = (example: number, variant: string): Observation => ({
  ...sampleCell(`e${example}`, variant, 0, 'no'),
  score: 0,
})

test('it names the instruction without which the estimate would be on the other side, marked exploratory', () => {
  // Without v2 all of 10 are right, with it two of three.
  const cells = Array.from({ length: 10 }, (_, at) => [right(at, 'v0'), right(at, 'v1'), wrong(at, 'v2')]).flat()
  const strict = claim(toStayAbove as ClaimKind, { accuracy: 0.9 }, { roles: above, limit: 0.9, sense: 'at least' })
  expect(gateInfluence(strict).note(cells)).toBe(
    'the estimate would lie on the other side of the limit without v2 (1.00) (exploratory)',
  )
  expect(gateInfluence(highAccuracy).note(cells)).toBe(
    'the estimate would lie on the other side of the limit without v0 (0.50), or v1 (0.50) (exploratory)',
  )
  expect(gateInfluence(highAccuracy).note([])).toBe(null)
})

test('what is taken bit by bit, in any order, gives the note of the whole', () => {
  const drawn = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...POOL), fc.boolean()), { maxLength: 40 })
  fc.assert(
    fc.property(drawn, fc.array(fc.nat(40)), fc.boolean(), (all, stops, isSorted) => {
      const once = new Map(all.map(([example, variant, good]) => [`${example} ${variant}`, { example, variant, good }]))
      const cells = [...once.values()].map(({ example, variant, good }) => (good ? right : wrong)(example, variant))
      if (isSorted) cells.sort((a, b) => (a.example < b.example ? -1 : a.example > b.example ? 1 : 0))
      for (const one of CLAIMS) {
        const influence = gateInfluence(one)
        for (const stop of stops.toSorted((a, b) => a - b)) influence.take(cells.slice(0, stop))
        const grouped = [...Map.groupBy(cells, ({ example }) => example).values()].flat()
        expect(influence.note(cells)).toBe(gateInfluence(one).note(grouped))
      }
    }),
  )
})

test('a list that is shorter than before is another one', () => {
  const influence = gateInfluence(highAccuracy)
  influence.take([right(0, 'v0'), right(0, 'v1'), wrong(0, 'v2'), wrong(1, 'v0'), wrong(1, 'v1')])
  influence.take([])
  const cells = [right(0, 'v0'), right(0, 'v1'), wrong(0, 'v2')]
  expect(influence.note(cells)).toBe(gateInfluence(highAccuracy).note(cells))
})

test('of more than 2,000 examples none is looked at, however they come', () => {
  const cells = Array.from({ length: 2001 }, (_, at) => [right(at, 'v0'), wrong(at, 'v1')]).flat()
  const within = cells.slice(0, 4000)
  expect(gateInfluence(highAccuracy).note(within)).toMatch(/without v1/)
  expect(gateInfluence(highAccuracy).note(cells)).toBe(null)
  expect(gateInfluence(highAccuracy).note([...cells, right(0, 'v2')])).toBe(null)
  expect(gateInfluence(highAccuracy).note([within[0]!, ...within.slice(2), within[1]!])).toMatch(/without v1/)
})
