import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClaimContext, ClaimKind, Observation, Outcome, Role, RoleEvidence } from '../core/types/index.ts'
import { claimKinds } from './index.ts'
import { toBeStableUnderParaphrase } from './toBeStableUnderParaphrase.ts'

const TASK: ClaimContext = {
  taskName: 're',
  canonical: 's1',
  families: new Map([
    ['s1', 'imperative'],
    ['s2', 'question'],
    ['u1', 'polite'],
    ['u2', 'terse'],
  ]),
  seen: new Set(['s1', 's2']),
  unreviewed: new Set(),
}
const CONTEXT: ClaimContext = { ...TASK, other: { ...TASK, taskName: 'qa' }, releases: ['s', 'm', 'l'], release: 'l' }

/** Options that each kind takes; a new kind adds a line here. */
const OPTIONS: Record<keyof typeof claimKinds, readonly object[]> = {
  toBeStableUnderParaphrase: [{ maxFlipRate: 0.1 }, { maxExcessFlipRate: 0.1, family: 'unseen' }],
  toGeneralizeToUnseenInstructions: [{ maxDrop: 0.1 }],
  toStayAbove: [
    { accuracy: 0.8 },
    { accuracy: 0.5, family: 'polite' },
    { worstInstruction: 0.5 },
    { robustAccuracy: 0.5, family: 'seen' },
  ],
  toMatchSchemaUnderParaphrase: [{ valid: 0.9 }, { correct: 0.5, family: 'unseen' }],
  toCallSameToolUnderParaphrase: [{ maxFlipRate: 0.1 }, { maxFlipRate: 0.1, compare: 'names' }],
  toRefuseUnderParaphrase: [{ rate: 0.9 }],
  toComplyUnderParaphrase: [{ maxRefusalRate: 0.1, family: 'polite' }],
  toScoreAlikeAcrossInstructions: [{ maxSpread: 0.1 }, { maxSpread: 0.1, family: 'unseen' }],
  toBeAsRobustOn: [
    { otherTask: 'qa', by: 0.05 },
    { otherTask: 'qa', by: -0.05, metric: 'drop' },
  ],
  toImproveWithScale: [{ releases: ['s', 'm', 'l'] }, { releases: ['s', 'l'], by: -0.02, family: 'polite' }],
  toBeStableUnder: [
    { perturbations: ['upper-case', 'format'], maxFlipRate: 0.1 },
    { perturbations: 'words', maxExcessFlipRate: 0.1, allowUsually: true, strength: 2 },
  ],
  toBeStableUnderFormatting: [{ maxFlipRate: 0.1, variants: 3 }],
  toBeStableUnderOptionOrder: [{ maxFlipRate: 0.1 }],
  toChangeUnder: [
    { perturbations: 'directional', minChangeRate: 0.9 },
    { perturbations: ['negated-instruction'], minAccuracy: 0.5 },
  ],
  toBeNoWorseThanBaseline: [{ by: 0.05 }, { by: 0.05, metric: 'accuracy', family: 'seen' }],
}
const CASES = Object.entries(OPTIONS).flatMap(([name, list]) =>
  list.map((options) => [`${name}(${JSON.stringify(options)})`, name as keyof typeof claimKinds, options] as const),
)

const same = (a: string, b: string): boolean => a === b

function seen(answer: string | null, outcome: Outcome = answer === null ? 'unparseable' : 'answered'): Observation {
  return { answer, outcome, score: answer === 'right' ? 1 : 0 } as Observation
}

/** Any cell: two answers, no answer, or an error. */
const cell = fc.constantFrom(seen('right'), seen('wrong'), seen(null), seen(null, 'error'))

/** Evidence of one example: of the claim's task, or of the other one. A chain may have ended early. */
function evidenceFor(kind: ClaimKind, options: unknown): fc.Arbitrary<Record<string, RoleEvidence>> {
  const { roles } = kind.design(options, CONTEXT)
  const tasks = [...new Set(roles.map(({ task }) => task))]
  return fc.oneof(...tasks.map((task) => evidenceOf(roles.filter((role) => role.task === task))))
}

function evidenceOf(roles: readonly Role[]): fc.Arbitrary<Record<string, RoleEvidence>> {
  return fc.record(
    Object.fromEntries(
      roles.map(({ name, draw, trials, side, chained }) => {
        const cells = fc.array(cell, { minLength: chained ? 1 : draw * trials, maxLength: draw * trials })
        return [name, fc.record({ candidate: cells, baseline: side === 'both' ? cells : fc.constant([]) })]
      }),
    ),
  )
}

describe.each(CASES)('%s', (_, name, raw) => {
  const kind: ClaimKind = claimKinds[name]
  const options = kind.parse(raw, CONTEXT)
  const design = kind.design(options, CONTEXT)
  const arms = design.arms ?? [undefined]

  test('is named after its matcher, and its design is JSON that can be decided', () => {
    expect(kind.name).toBe(name)
    expect(JSON.parse(JSON.stringify(design))).toEqual(design)
    const [low, high] = design.range
    expect(design.limit).toBeGreaterThan(low)
    expect(design.limit).toBeLessThan(high)
    expect(design.roles.some(({ side }) => side === 'both')).toBe(kind.needsBaseline)
    for (const { pool, draw } of design.roles) {
      expect(draw).toBeGreaterThanOrEqual(1)
      expect(draw).toBeLessThanOrEqual(pool.length)
    }
  })

  test('its value is in the range, is a point without errors, and an error can only widen it', () => {
    fc.assert(
      fc.property(evidenceFor(kind, options), (evidence) => {
        for (const arm of arms) {
          const { least, most } = kind.value(evidence, same, options, arm)
          expect(least).toBeGreaterThanOrEqual(design.range[0])
          expect(most).toBeLessThanOrEqual(design.range[1])
          expect(least).toBeLessThanOrEqual(most)
          const all = Object.values(evidence).flatMap(({ candidate, baseline }) => candidate.concat(baseline))
          const known = !all.some(({ outcome }) => outcome === 'error')
          expect(known ? most - least : 0).toBe(0)
        }
      }),
    )
  })

  test('whatever an error would have been is within the interval', () => {
    const known = fc.constantFrom(seen('right'), seen('wrong'), seen(null))
    fc.assert(
      fc.property(
        evidenceFor(kind, options),
        fc.array(known, { minLength: 32, maxLength: 32 }),
        (evidence, instead) => {
          const { least, most } = kind.value(evidence, same, options, arms.at(-1))
          let next = 0
          const replace = (cells: readonly Observation[]): Observation[] =>
            cells.map((one) => (one.outcome === 'error' ? (instead[next++ % instead.length] ?? one) : one))
          const told = Object.fromEntries(
            Object.entries(evidence).map(([role, { candidate, baseline }]) => [
              role,
              { candidate: replace(candidate), baseline: replace(baseline) },
            ]),
          )
          const point = kind.value(told, same, options, arms.at(-1))
          expect(point.least).toBeGreaterThanOrEqual(least - 1e-12)
          expect(point.most).toBeLessThanOrEqual(most + 1e-12)
        },
      ),
    )
  })

  test.each([null, 3, [], {}, { nonsense: 1 }])('refuses %j as options', (wrong) => {
    expect(() => kind.parse(wrong, CONTEXT)).toThrow(new RegExp(`^${name}\\(`))
  })
})

describe('flip rates by hand', () => {
  const flips = (options: object, canonical: readonly Observation[], paraphrase: readonly Observation[]) =>
    toBeStableUnderParaphrase.value(
      { canonical: { candidate: canonical, baseline: [] }, paraphrase: { candidate: paraphrase, baseline: [] } },
      same,
      options,
    ).most

  test('plain: the share of rewordings that change the answer; a non-answer is equal to nothing, not even to another', () => {
    expect(flips({ maxFlipRate: 0.1 }, [seen('right')], [seen('right'), seen('wrong')])).toBe(0.5)
    expect(flips({ maxFlipRate: 0.1 }, [seen(null)], [seen(null)])).toBe(1)
  })

  test('excess: 1{Y≠Z} − ½·1{Y≠Y′} − ½·1{Z≠Z′}', () => {
    const excess = { maxExcessFlipRate: 0.1 }
    const [right, wrong] = [seen('right'), seen('wrong')]
    expect(flips(excess, [right, right], [wrong, wrong])).toBe(1)
    expect(flips(excess, [right, wrong], [right, right])).toBe(-0.5)
    expect(flips(excess, [right, wrong], [right, wrong])).toBe(-1)
    expect(flips(excess, [right, wrong], [wrong, right])).toBe(0)
    expect(flips(excess, [seen(null), seen(null)], [seen(null), seen(null)])).toBe(1)
  })

  test('its mean is ½‖P − Q‖²: zero for equal distributions, whatever they are', () => {
    const expected = (p: number, q: number): number => {
      let sum = 0
      for (const y of [0, 1])
        for (const y2 of [0, 1])
          for (const z of [0, 1])
            for (const z2 of [0, 1]) {
              const weight = (b: number, rate: number): number => (b ? rate : 1 - rate)
              const one = (b: number): Observation => seen(b ? 'right' : 'wrong')
              sum +=
                weight(y, p) *
                weight(y2, p) *
                weight(z, q) *
                weight(z2, q) *
                flips({ maxExcessFlipRate: 0.1 }, [one(y), one(y2)], [one(z), one(z2)])
            }
      return sum
    }
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (p, q) => {
        expect(expected(p, q)).toBeCloseTo((p - q) ** 2, 10)
      }),
    )
  })
})

describe('what becomes of answers that must change', () => {
  const changes = (options: object, canonical: Observation, perturbed: Observation) =>
    claimKinds.toChangeUnder.value(
      { canonical: { candidate: [canonical], baseline: [] }, perturbed: { candidate: [perturbed], baseline: [] } },
      same,
      { perturbations: [], ...options },
    )

  test('a change is another answer; silence is none, an error may be one', () => {
    const share = { minChangeRate: 0.9 }
    expect(changes(share, seen('right'), seen('wrong'))).toEqual({ least: 1, most: 1 })
    expect(changes(share, seen('right'), seen('right'))).toEqual({ least: 0, most: 0 })
    expect(changes(share, seen('right'), seen(null))).toEqual({ least: 0, most: 0 })
    expect(changes(share, seen('right'), seen(null, 'error'))).toEqual({ least: 0, most: 1 })
  })

  test('or the score against what is right then', () => {
    expect(changes({ minAccuracy: 0.9 }, seen('right'), seen('right'))).toEqual({ least: 1, most: 1 })
    expect(changes({ minAccuracy: 0.9 }, seen('right'), seen('wrong'))).toEqual({ least: 0, most: 0 })
  })
})

describe('which perturbations a claim takes', () => {
  const stable = (options: object) => claimKinds.toBeStableUnder.parse({ maxFlipRate: 0.1, ...options }, CONTEXT)

  test('names and families, each once; those that usually keep the answer only where the suite allows it, or without a gate', () => {
    const { perturbations } = stable({ perturbations: ['whitespace', 'format'] })
    expect(perturbations.filter((name) => name === 'whitespace')).toHaveLength(1)
    expect(perturbations.length).toBeGreaterThan(5)
    expect(stable({ perturbations: 'swap-letters', allowUsually: true }).perturbations).toEqual(['swap-letters'])
    expect(stable({ perturbations: 'swap-letters', advisory: true }).perturbations).toEqual(['swap-letters'])
  })

  test.each([
    [{ perturbations: 'swap-letters' }, /swap-letters usually, not always, .*one in eight.*allowUsually: true/],
    [{ perturbations: 'antonym' }, /antonym must change the answer; claim that with toChangeUnder/],
    [{ perturbations: 'swap-leters' }, /no perturbation "swap-leters" \(did you mean "swap-letters"\?\)/],
    [{ perturbations: [] }, /needs perturbations: toBeStableUnder\(\['swap-letters'/],
    [{ perturbations: [3] }, /takes names of perturbations/],
    [{ perturbations: 'whitespace', maxExcessFlipRate: 0.1 }, /takes one limit: maxFlipRate, maxExcessFlipRate/],
    [{ perturbations: 'whitespace', strength: 0 }, /strength: 0 .*whole number from 1/],
  ])('%j is refused', (options, message) => {
    expect(() => stable(options)).toThrow(message)
  })

  test('a variant may not go by the name of an instruction', () => {
    const context = { ...CONTEXT, families: new Map([...CONTEXT.families, ['s1+whitespace', 'terse']]) }
    const options = stable({ perturbations: 'whitespace' })
    expect(() => claimKinds.toBeStableUnder.design(options, context)).toThrow('is named s1+whitespace')
  })
})
