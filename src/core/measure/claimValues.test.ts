import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimKinds } from '../../claims/index.ts'
import { sampleClaim } from '../wording/sampleRun.testing.ts'
import type { ClaimContext, ClaimKind, Observation } from '../types/index.ts'
import { choiceOf, claimStatistic, type ClaimValues, isWithin, type ValuedClaim } from './claimValues.ts'
import { sampleCell } from './measured.testing.ts'

const VARIANTS = ['v0', 'v1', 'v2', 'v3', 'v4']
const CONTEXT: ClaimContext = {
  taskName: 're',
  canonical: 'v0',
  families: new Map(VARIANTS.map((id) => [id, 'any'])),
  seen: new Set(['v0', 'v1']),
  unreviewed: new Set(),
}

/** Kinds that name a role they average over, those with another option that do not, and one that never does. */
const CASES = [
  ['toStayAbove', { accuracy: 0.8 }, 'asked'],
  ['toStayAbove', { robustAccuracy: 0.8 }, null],
  ['toBeStableUnderParaphrase', { maxFlipRate: 0.1 }, 'paraphrase'],
  ['toBeStableUnderParaphrase', { maxExcessFlipRate: 0.1 }, 'paraphrase'],
  ['toCallSameToolUnderParaphrase', { maxFlipRate: 0.1 }, 'paraphrase'],
  ['toComplyUnderParaphrase', { maxRefusalRate: 0.2 }, 'asked'],
  ['toRefuseUnderParaphrase', { rate: 0.8 }, 'asked'],
  ['toMatchSchemaUnderParaphrase', { valid: 0.8 }, 'asked'],
  ['toMatchSchemaUnderParaphrase', { correct: 0.8 }, 'asked'],
  ['toGeneralizeToUnseenInstructions', { maxDrop: 0.1 }, undefined],
] as const

/** Scores that no binary fraction holds, so that a sum depends on its order. */
const cell = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ answer: fc.constantFrom('yes', 'no', null), score: fc.constantFrom(0.1, 0.7, 1) }),
  },
  { weight: 1, arbitrary: fc.constant('error' as const) },
  { weight: 1, arbitrary: fc.constant('not asked' as const) },
)
const grid = fc.array(fc.array(cell, { minLength: 10, maxLength: 10 }), { minLength: 1, maxLength: 6 })

test.for(CASES)('%s(%o): the figures without an instruction are those of data without it', ([name, raw, averaged]) => {
  const kind: ClaimKind = claimKinds[name]
  const options = kind.parse(raw, CONTEXT) as Readonly<Record<string, unknown>>
  expect(kind.averages?.(options)).toBe(averaged)
  const { spec: sample } = sampleClaim({ spec: { options, roles: kind.design(options, CONTEXT).roles } })
  fc.assert(
    fc.property(grid, fc.constantFrom(0.1, 0.4, 0.7, 0.85), (drawn, limit) => {
      const spec = { ...sample, limit }
      const claim: ValuedClaim = { spec, kind, sameAnswer: Object.is }
      const cells = drawn.flatMap((row, example) =>
        row.flatMap((one, at): Observation[] => {
          if (one === 'not asked') return []
          const plain = sampleCell(`e${example}`, VARIANTS[at >> 1]!, at % 2, 'yes')
          if (one === 'error') return [{ ...plain, outcome: 'error', answer: null, score: 0 }]
          return [{ ...plain, ...one, outcome: one.answer === null ? 'unparseable' : 'answered' }]
        }),
      )
      const again = (keep: (variant: string) => boolean): ClaimValues =>
        claimStatistic(claim, byExample(cells.filter(({ variant }) => keep(variant)))).whole
      const { whole, without, only, mayCross } = claimStatistic(claim, byExample(cells))
      const choice = choiceOf(spec)
      expect(whole).toEqual(again(() => true))
      for (const variant of choice) {
        expect(without(variant)).toEqual(again((one) => one !== variant))
        expect(only(variant)).toEqual(again((one) => one === variant || !choice.includes(one)))
        const [before, after] = [whole.estimate, without(variant).estimate]
        const crosses = before !== null && after !== null && isWithin(spec, before) !== isWithin(spec, after)
        expect(mayCross(variant) || !crosses).toBe(true)
      }
    }),
  )
})

function byExample(cells: readonly Observation[]): Observation[][] {
  return [...Map.groupBy(cells, ({ example }) => example).values()]
}

test('an instruction is looked at closely only where the estimate without it may be on the other side', () => {
  const kind: ClaimKind = claimKinds.toStayAbove
  const options = kind.parse({ accuracy: 0.8 }, CONTEXT) as Readonly<Record<string, unknown>>
  const { spec } = sampleClaim({
    spec: { options, limit: 0.8, sense: 'at least', roles: kind.design(options, CONTEXT).roles },
  })
  const right = (variant: string, example: number) => variant !== 'v3' || example > 1
  const cells = Array.from({ length: 8 }, (_, example) =>
    VARIANTS.map((variant): Observation => ({
      ...sampleCell(`e${example}`, variant, 0, 'yes'),
      score: right(variant, example) ? 0.8 : 0,
    })),
  )
  const { whole, mayCross } = claimStatistic({ spec, kind, sameAnswer: Object.is }, cells)
  expect(whole.estimate).toBeCloseTo(0.76, 12)
  expect(VARIANTS.filter(mayCross)).toEqual(['v3'])
})
