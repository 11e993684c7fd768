import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClaimContext, ClaimKind, Observation, RoleEvidence } from '../core/types/index.ts'
import { claimKinds } from './index.ts'

const ids = Array.from({ length: 8 }, (_, at) => `v${at}`)
const CONTEXT: ClaimContext = {
  taskName: 're',
  canonical: 'v0',
  families: new Map(ids.map((id) => [id, 'any'])),
  seen: new Set(ids.slice(0, 4)),
  unreviewed: new Set(),
}

/** Kinds whose value is a mean over variants, with options that ask several of each. */
const CASES: readonly (readonly [keyof typeof claimKinds, object])[] = [
  ['toBeStableUnderParaphrase', { maxFlipRate: 0.1, variants: 4 }],
  ['toBeStableUnderParaphrase', { maxExcessFlipRate: 0.1, variants: 4 }],
  ['toGeneralizeToUnseenInstructions', { maxDrop: 0.1, variants: 3 }],
  ['toStayAbove', { accuracy: 0.8, variants: 4 }],
  ['toBeNoWorseThanBaseline', { by: 0.05, variants: 4 }],
]

const answer = fc.constantFrom('right', 'wrong', 'other', null)

test.for(CASES)('%s(%o): the order and the names of the variants change nothing', ([name, raw]) => {
  const kind: ClaimKind = claimKinds[name]
  const options = kind.parse(raw, CONTEXT)
  const { roles } = kind.design(options, CONTEXT)
  const cells = roles.reduce((sum, { draw, trials }) => sum + draw * trials, 0)
  expect(roles.some(({ draw }) => draw > 1)).toBe(true)
  fc.assert(
    fc.property(
      fc.array(answer, { minLength: 2 * cells, maxLength: 2 * cells }),
      fc.shuffledSubarray(ids, { minLength: ids.length }),
      (answers, names) => {
        let at = 0
        const evidence = (order: (draw: number) => readonly number[], label: (id: string) => string) => {
          at = 0
          return Object.fromEntries(
            roles.map(({ name: role, draw, trials, side }): [string, RoleEvidence] => {
              const asked = () => Array.from({ length: draw * trials }, () => answers[at++] ?? null)
              const [candidate, baseline] = [asked(), side === 'both' ? asked() : []]
              const place = (list: readonly (string | null)[]) =>
                order(draw).flatMap((variant) =>
                  list
                    .slice(variant * trials, (variant + 1) * trials)
                    .map((text, trial) => observation(text, label(ids[variant]!), trial)),
                )
              return [role, { candidate: place(candidate), baseline: place(baseline) }]
            }),
          )
        }
        const same = (a: string, b: string) => a === b
        const drawn = (draw: number) => Array.from({ length: draw }, (_, variant) => variant)
        const shuffled = (draw: number) => names.map((id) => ids.indexOf(id)).filter((variant) => variant < draw)
        const value = kind.value(
          evidence(drawn, (id) => id),
          same,
          options,
        )
        const relabelled = kind.value(
          evidence(shuffled, (id) => names[ids.indexOf(id)]!),
          same,
          options,
        )
        expect(relabelled.least).toBeCloseTo(value.least, 12)
        expect(relabelled.most).toBeCloseTo(value.most, 12)
      },
    ),
  )
})

function observation(answered: string | null, variant: string, trial: number): Observation {
  const outcome = answered === null ? 'unparseable' : 'answered'
  return { answer: answered, outcome, score: answered === 'right' ? 1 : 0, variant, trial } as Observation
}
