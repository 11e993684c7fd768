import { expect, test, vi } from 'vitest'
import { decide } from '../../engine/index.ts'
import { fakeDeps, observe } from '../../engine/fakes.testing.ts'
import { seededRandom } from '../statistics/index.ts'
import type { Cell } from '../types/index.ts'
import { armAssumptions } from './_internal/armAssumptions.ts'
import type { Assumption } from '../planning/assumptions.ts'
import { cannotPass } from '../planning/cannotPass.ts'
import { knownUnits } from './knownUnits.ts'
import { differenceOf } from './_internal/assumed.ts'
import { simulateClaim } from './simulateClaim.ts'
import { plannedOf, written, type WrittenClaim } from './kinds.testing.ts'

vi.setConfig({ testTimeout: 60_000 }) // thousands of simulated claims, on a machine that may be busy

const REFUSABLE: readonly (readonly [string, (pool: number) => WrittenClaim])[] = [
  ['worst', (pool) => written('toStayAbove', { worstInstruction: 0.9 }, pool, { instructions: 3 })],
  ['not worst', (pool) => written('toStayAbove', { worstInstruction: 0.1 }, pool, { instructions: 3, negated: true })],
  ['spread', (pool) => written('toScoreAlikeAcrossInstructions', { maxSpread: 0.1 }, pool, { instructions: 3 })],
  ['robust', (pool) => written('toStayAbove', { robustAccuracy: 0.9 }, pool, { instructions: 3 })],
]

test.each(REFUSABLE)(
  '%s: one unit too few is refused with the number that is needed, and perfect answers need it',
  async (_, claimOn) => {
    const refused = plannedOf(claimOn(10)).undecidable!
    const fewest = refused.units!
    expect(cannotPass(claimOn(fewest), fewest)).toBeNull()
    expect(cannotPass(claimOn(fewest - 1), fewest - 1)).toMatchObject({ units: fewest })
    const { spec, kind, task } = claimOn(fewest)
    const answer = spec.negated ? 'no' : 'yes'
    const { result } = await decide(
      spec,
      fakeDeps(async (_side, cell) => observe(cell, answer), 1, { task, kind }),
    )
    expect(result).toMatchObject({ verdict: 'pass', units: fewest })
    // The limit that is named could be decided.
    const claim = claimOn(10)
    expect(cannotPass({ ...claim, rule: { ...claim.rule, limit: refused.limit! } }, 10)).toBeNull()
  },
)

test('a dataset can always be decided whole; of a part as much is needed as perfect answers take', async () => {
  const claim = written('toStayAbove', { accuracy: 0.9, population: 'dataset' }, 60, { instructions: 2 })
  expect(plannedOf(claim).undecidable).toBeNull()
  const refused = plannedOf(claim, { maxCells: 20 }).undecidable!
  expect(refused.reason).toMatchInlineSnapshot(
    `"to pass, a limit of 0.9 needs 28 independent sources even if every answer is perfect, and 10 can be asked"`,
  )
  const { result } = await decide(
    claim.spec,
    fakeDeps(async (_, cell) => observe(cell, 'yes'), 1, { task: claim.task, kind: claim.kind }),
  )
  expect(result).toMatchObject({ verdict: 'pass', units: refused.units })
  expect(cannotPass(claim, refused.units!)).toBeNull()
  expect(cannotPass({ ...claim, rule: { ...claim.rule, limit: refused.limit! } }, 10)).toBeNull()
})

test('two tasks and instructions in general are refused where they are too few', () => {
  expect(plannedOf(written('toBeAsRobustOn', { by: 0.05 }, 15)).undecidable).toMatchInlineSnapshot(`
    {
      "limit": 0.221,
      "reason": "two tasks that are alike, even without a single difference on either, need 72 independent sources of each for a limit of 0.05, and 15 can be asked",
      "units": 72,
    }
  `)
  const general = written('toStayAbove', { accuracy: 0.9, population: 'instructions' }, 200)
  expect(plannedOf(general, { each: 20 }).undecidable).toMatchInlineSnapshot(`
    {
      "limit": 0.612,
      "reason": "to pass, a limit of 0.9 needs 37 instructions even if every answer is perfect, and 8 can be asked",
      "units": 37,
    }
  `)
})

test('gains that add up to more than there is are refused', () => {
  const steep = (by: number) => plannedOf(written('toImproveWithScale', { releases: ['s', 'm', 'l'], by }, 400))
  expect(steep(0.5).undecidable).toMatchInlineSnapshot(`
    {
      "limit": 0.425,
      "reason": "2 steps of at least 0.5 add up to 1, and the whole range is 1",
      "units": null,
    }
  `)
  expect(steep(0.4).undecidable).toBeNull()
})

test('units of the default table differ as often as it says, and lie where it says', () => {
  const { spec, kind, rule } = written('toScoreAlikeAcrossInstructions', { maxSpread: 0.1 }, 10, { instructions: 3 })
  const shares = armAssumptions(spec, kind, rule).map(({ begin, levels, marginals }) => {
    const { draw, level } = begin(seededRandom(3))
    let [differ, sum] = [0, 0]
    const times = 20_000
    for (let unit = 0; unit < times; unit++) {
      draw()
      if (levels[level(0)] !== 0) differ += 1
      sum += levels[level(0)]!
    }
    const marginal = marginals()[0]!
    expect(marginal.reduce((all, { weight }) => all + weight, 0)).toBeCloseTo(1)
    expect(marginal.reduce((all, { weight, value }) => all + (value === 0 ? 0 : weight), 0)).toBeCloseTo(
      differ / times,
      1.5,
    )
    return [differ / times, sum / times]
  })
  for (const [at, said] of [0.1, 0, 0.05, 0.2].entries()) {
    expect(Math.abs(shares[at]![0]! - said)).toBeLessThan(0.01)
    expect(Math.abs(shares[at]![1]!)).toBeLessThan(0.01)
  }
})

test('known answers stand first: of arms the values of whole units, of a chain the cells up to its end', () => {
  const worst = written('toStayAbove', { worstInstruction: 0.6 }, 60, { instructions: 2 })
  const units = worst.task.examples.map(({ id }) => [id])
  const lookUp = (cell: Cell) => {
    const at = Number(cell.example.slice(1))
    if (at >= 50 && cell.variant === 'w1') return null
    return observe(cell, cell.variant === 'w1' && at % 5 === 0 ? 'no' : 'yes')
  }
  const answers = { units, lookUp, sameAnswer: (a: string, b: string) => a === b }
  const known = knownUnits(worst.spec, worst.kind, answers)
  expect(known.own).toHaveLength(50)
  const gap = { ...answers, lookUp: (cell: Cell) => (cell.example === 'e7' ? null : lookUp(cell)) }
  expect(knownUnits(worst.spec, worst.kind, gap).own).toHaveLength(49)
  expect(knownUnits(worst.spec, worst.kind, { ...gap, prefix: true }).own).toHaveLength(7)
  expect(known.own.slice(0, 2)).toEqual([
    { values: [1, 0], share: 1 },
    { values: [1, 1], share: 1 },
  ])
  const [first] = plannedOf(worst, { observed: { ...known, from: 'as v1 answered' } }).chances
  expect(first?.assumption).toBe('as v1 answered (50 sources)')
  const sharp = written('toStayAbove', { worstInstruction: 0.79 }, 60, { instructions: 2 })
  expect(plannedOf(sharp, { observed: { ...known, from: 'as v1 answered' } }).undecidable).toMatchInlineSnapshot(`
    {
      "limit": 0.62,
      "reason": "an unchanged release would stay inconclusive 96 times in 100 (as v1 answered (50 sources); 60 independent sources can be asked)",
      "units": 21195,
    }
  `)

  const robust = written('toStayAbove', { robustAccuracy: 0.5 }, 60, { instructions: 2 })
  const chains = knownUnits(robust.spec, robust.kind, answers).own
  expect(new Set(chains.map(({ values, share }) => `${values[0]} ${share}`))).toEqual(new Set(['0 0.5', '0 1', '1 1']))
})

test('the smallest change that is said to be found is found about so often, and half of it is not', () => {
  const two = written('toBeAsRobustOn', { by: 0.15 }, 200)
  const worst = written('toStayAbove', { worstInstruction: 0.8 }, 200)
  const part = written('toStayAbove', { accuracy: 0.9, population: 'dataset' }, 200, { instructions: 2 })
  const cases: readonly [WrittenClaim, Assumption['values'], number][] = [
    [two, differenceOf(coin(0.1, 1, 0), coin(0.1, 1, 0), '').values, 200],
    [worst, coin(0.1, 0, 1), 200],
    [part, coin(0, 0, 1), 80],
  ]
  for (const [claim, unchanged, most] of cases) {
    const { rule } = claim
    const { at } = plannedOf(claim, { maxCells: most === 200 ? 1e5 : 160 }).detectable.value!
    const end = rule.sense === 'at most' ? 1 : 0
    const before = unchanged.reduce((sum, { value, weight }) => sum + value * weight, 0)
    const failsAt = (mean: number) => {
      const changed = (mean - before) / (end - before)
      const values = [
        ...unchanged.map(({ value, weight }) => ({ value, weight: weight * (1 - changed) })),
        { value: end, weight: changed },
      ]
      return simulateClaim(rule, { words: '', values }, most, undefined, 200).fail
    }
    expect(failsAt(at)).toBeGreaterThan(0.72)
    expect(failsAt((at + rule.limit) / 2)).toBeLessThan(0.6)
  }
})

/** A share of the units has the one value, the rest the other. */
function coin(share: number, value: number, other: number): Assumption['values'] {
  return [
    { value, weight: share },
    { value: other, weight: 1 - share },
  ]
}
