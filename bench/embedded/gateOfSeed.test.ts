import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../src/engine/index.ts'
import { fakeDeps, fakeTask, flipKind, flipSpec, flipping, observe } from '../../src/engine/fakes.testing.ts'
import { ruleOf } from '../../src/core/sequential/index.ts'
import type { ClaimKind, ClaimSpec, Observation, Role } from '../../src/core/types/index.ts'
import { armsOf, claimUnits, fullMean, keeps } from './claimUnits.ts'
import { gateOfSeed, inOrder, type RaceClaim, type SeedClaim } from './gateOfSeed.ts'
import { meansOfClaims } from './meanRivals.ts'

const task = fakeTask(400, 2)
const places = new Map(task.examples.map(({ id }, at) => [id, at]))
const number = ({ cell }: { cell: { example: string; variant: string } }) =>
  places.get(cell.example)! * 8 + Number(cell.variant.slice(1))
/** Answers `no` under a wording of these examples. */
const wrongOn = (wrong: (example: number, wording: number) => boolean) => (ask: Parameters<typeof number>[0]) =>
  observe(
    { ...ask.cell, trial: 0 },
    wrong(places.get(ask.cell.example)!, Number(ask.cell.variant.slice(1))) ? 'no' : 'yes',
  )

function drawing(draw: number, part: Partial<ClaimSpec> = {}): ClaimSpec {
  const [canonical, paraphrase] = flipSpec().roles as [Role, Role]
  return flipSpec({ ...part, roles: [canonical, { ...paraphrase, draw }] })
}

function seedClaim(spec: ClaimSpec, answers: (ask: Parameters<typeof number>[0]) => Observation): SeedClaim {
  const units = claimUnits(spec, flipKind, task, answers, number)
  return { title: 'a claim', spec, task, rule: ruleOf(spec, { alpha: 0.05, claims: 3, pool: 200 }), units }
}

test('ends as decide() does: same verdict after the same units and cells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 7 }),
      async (rate, draw) => {
        const spec = drawing(draw)
        const asked = flipping(rate)
        const answers = new Map<string, Observation>()
        const noted: typeof asked = async (side, cell, signal) => {
          const got = await asked(side, cell, signal)
          answers.set(`${cell.example}/${cell.variant}`, got!)
          return got
        }
        const order = [...new Set(task.examples.map(({ group }) => group))].toReversed()
        const { result } = await decide(spec, { ...fakeDeps(noted), task, order, claims: 3 })
        const known = seedClaim(
          spec,
          ({ cell }) => answers.get(`${cell.example}/${cell.variant}`) ?? observe({ ...cell, trial: 0 }, 'yes'),
        )
        const { verdict, units, cells } = inOrder(known, order)
        expect({ verdict, units, cells: cells.size }).toEqual({
          verdict: result.verdict,
          units: result.units,
          cells: result.cells,
        })
      },
    ),
    { numRuns: 30 },
  )
})

test('the full mean asks every wording, whatever the draw, and weighs groups evenly', () => {
  const answers = wrongOn((example, wording) => example < 4 && wording === 7)
  expect(fullMean(drawing(1), flipKind, task, answers)).toBeCloseTo(2 / 200 / 7, 12)
  expect(keeps(0.05, { limit: 0.05, sense: 'at most' })).toBe(true)
  expect(keeps(0.049, { limit: 0.05, sense: 'at least' })).toBe(false)
})

test('an answer that two claims rest on is one call; advisory claims cost the gate nothing, and never hold it back', async () => {
  const good = wrongOn(() => false)
  const claim = seedClaim(drawing(1), good)
  const bad = {
    ...seedClaim(
      drawing(7, { advisory: true }),
      wrongOn((_, wording) => wording > 0),
    ),
  }
  const one = await gateOfSeed([claim], '3', 'v2@x')
  const two = await gateOfSeed([claim, claim, bad], '3', 'v2@x')
  expect(one.gate).toMatchObject({ verdict: 'pass', exitCode: 0 })
  expect(one.calls).toBe(one.claims[0]!.cells)
  expect(two).toMatchObject({ calls: one.calls, gate: { verdict: 'pass' } })
  expect(two.claims[2]!.verdict).toBe('fail')
  expect((await gateOfSeed([claim], '4', 'v2@x')).orders).not.toEqual(one.orders)
  expect((await gateOfSeed([{ ...bad, spec: drawing(7) }], '3', 'v2@x')).gate).toMatchObject({
    verdict: 'fail',
    exitCode: 1,
  })
})

test('a claim about the worst wording is one claim an arm: its mean, and as the nearest rival decides it', () => {
  const wordings = ['v1', 'v2']
  const [canonical] = flipSpec().roles as [Role, Role]
  const spec = flipSpec({
    roles: wordings.map((wording) => ({ ...canonical, name: wording, pool: [wording] })),
    arms: wordings.map((wording) => ({ name: wording, roles: [wording] })),
  })
  const kind: ClaimKind = {
    ...flipKind,
    value(evidence, _sameAnswer, _options, arm) {
      const wrong = evidence[arm!.roles[0]!]!.candidate[0]!.answer === 'no' ? 1 : 0
      return { least: wrong, most: wrong }
    },
  }
  const answers = wrongOn((example, wording) => wording === 2 && example < 40)
  const arms = armsOf(spec, kind)
  expect(arms.map((arm) => fullMean(arm.spec, arm.kind, task, answers))).toEqual([0, expect.closeTo(0.1, 12)])
  const units = arms.map((arm) => claimUnits(arm.spec, arm.kind, task, answers, number))
  const order = [...new Set(task.examples.map(({ group }) => group))]
  const claim: RaceClaim = { title: 'the worst', spec, task, arms: units, race: () => Promise.reject(new Error()) }
  expect(meansOfClaims([claim], { calls: 800, orders: new Map([[task.name, order]]) })).toEqual(['fail'])
  expect(
    meansOfClaims([{ ...claim, arms: units.slice(0, 1) }], { calls: 800, orders: new Map([[task.name, order]]) }),
  ).toEqual(['pass'])
})

test('claims whose units depend on what was asked before are refused', () => {
  const roles: Role[] = [{ ...flipSpec().roles[1]!, chained: true }]
  expect(() =>
    claimUnits(
      flipSpec({ roles }),
      flipKind,
      task,
      wrongOn(() => false),
      number,
    ),
  ).toThrow('let decide() ask them')
})
