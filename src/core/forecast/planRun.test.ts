import { expect, test, vi } from 'vitest'
import { flipKind, flipSpec } from '../../engine/fakes.testing.ts'
import type { ClaimSpec } from '../types/index.ts'
import { planClaim, type ClaimPlanDeps } from './planClaim.ts'
import { plannedCalls } from '../planning/plannedCalls.ts'
import { planRun, type RunPlanDeps } from './planRun.ts'
import { renderPlan } from './renderPlan.ts'

vi.setConfig({ testTimeout: 60_000 }) // thousands of simulated claims, on a machine that may be busy

const units = (count: number): string[][] => Array.from({ length: count }, (_, index) => [`e${index}`])
const PRICE = { inputPerMillion: 100, outputPerMillion: 1000 }

function deps(part: Partial<ClaimPlanDeps> & { readonly spec?: ClaimSpec } = {}, count = 60): ClaimPlanDeps {
  const spec = part.spec ?? flipSpec({ limit: 0.2 })
  const { range, limit, sense } = spec
  return {
    spec,
    kind: flipKind,
    title: 'stable',
    release: 'v2',
    population: 'on these 7 wordings',
    rule: { range, limit, sense, alpha: 0.05, claims: 3 },
    notApplicable: null,
    pool: count,
    examples: count,
    maxCells: 1e5,
    calls: plannedCalls({ spec, units: units(count), maxCells: 1e5, baselineLacks: () => true }),
    observed: { own: [], other: [], from: '' },
    tokens: { input: 20, output: null, mostOutput: 5, from: 'a guess' },
    candidate: { name: 'v2', price: PRICE },
    baseline: null,
    currency: 'USD',
    concurrency: 4,
    latency: { value: 100, from: '100 ms a call, as given' },
    ...part,
  }
}

/** Equal cells are equal numbers. */
const requestsOf = ({ calls }: ClaimPlanDeps, from = 0): number[][] =>
  calls.units.map((unit) =>
    unit.map(({ cell }) => from + Number(cell.example.slice(1)) * 10 + Number(cell.variant.slice(1))),
  )

const run = (claims: readonly ClaimPlanDeps[], part: Partial<RunPlanDeps> = {}, from: readonly number[] = []) =>
  planRun({
    candidate: 'v2',
    baseline: null,
    seed: '0',
    alpha: 0.05,
    claimsPlanned: 3,
    budget: null,
    paid: [],
    claims: claims.map((one, index) => ({ claim: planClaim(one), requests: requestsOf(one, from[index]) })),
    ...part,
  })

test('tokens, money and time follow from the calls; the most has the repeats after a failure', () => {
  const { calls, tokens, cost, seconds, cells } = planClaim(deps())
  expect(cells.most).toBe(60 * 8)
  expect(calls.candidate).toEqual({ expected: cells.expected, most: 60 * 8 + 20 })
  expect(tokens.value).toEqual({ expected: 25 * cells.expected, most: 25 * 500 })
  expect(cost.value?.most).toBeCloseTo(500 * (0.002 + 0.005))
  expect(seconds.value?.most).toBeCloseTo((500 * 0.1) / 4)
})

test('what is not known says why', () => {
  const tokens = { input: 20, output: null, mostOutput: null, from: 'no end' }
  const claim = planClaim(
    deps({ tokens, candidate: { name: 'v2', price: 'unknown' }, latency: { value: null, from: 'never measured' } }),
  )
  expect([claim.tokens, claim.cost, claim.seconds]).toEqual([
    { value: null, from: 'no end' },
    { value: null, from: 'no price of v2 in robustness({ prices })' },
    { value: null, from: 'never measured' },
  ])
})

test('the baseline is asked for the cells that it lacks, at its own price', () => {
  const roles = [{ name: 'asked', pool: ['w0', 'w1'], draw: 1, trials: 1, side: 'both' } as const]
  const spec = flipSpec({ roles, range: [-1, 1], sense: 'at least', limit: -0.3 })
  const lacking = deps({ spec, baseline: { name: 'v1', price: { inputPerMillion: 0, outputPerMillion: 0 } } })
  const claim = planClaim(lacking)
  expect(claim.calls.baseline).toEqual(claim.calls.candidate)
  expect(claim.calls.note).toBe('cells that the baseline lacks are asked of v1')
  expect(claim.cost.value?.most).toBeCloseTo(60 * 0.007)
  const calls = plannedCalls({ spec, units: units(60), maxCells: 1e5, baselineLacks: () => false })
  expect(planClaim({ ...lacking, calls }).calls.baseline.most).toBe(0)
})

test('cells that claims share are counted once in the total', () => {
  const two = [deps(), deps({ title: 'stable too' })]
  const [alone, shared, apart] = [run(two.slice(0, 1)), run(two), run(two, {}, [0, 1e6])]
  expect(shared.calls.expected).toBe(alone.calls.expected)
  expect(shared.shared).toEqual({ expected: alone.calls.expected, most: 60 * 8 })
  expect(apart.calls.most).toBe(2 * alone.calls.most)
  expect(apart.shared).toEqual({ expected: 0, most: 0 })
  expect(shared.tokens.value!.expected).toBeCloseTo(alone.tokens.value!.expected, -1)
})

test('arms of which nothing can be said are not simulated, and the most is expected', () => {
  const arms = [{ name: 'a', roles: ['canonical'] }]
  const claim = planClaim(deps({ spec: flipSpec({ arms, limit: 0.3 }) }))
  expect(claim).toMatchObject({ chances: [], undecidable: null, detectable: { value: null } })
  expect(claim.cells.expected).toBe(claim.cells.most)
  expect(renderPlan(run([deps({ spec: flipSpec({ arms, limit: 0.3 }) })])).match(/ {2}(finds|chances) .*/g))
    .toMatchInlineSnapshot(`
      [
        "  finds    nothing: no values of its sources are known beforehand",
        "  chances  not simulated: no values of its sources are known beforehand",
      ]
    `)
})

test('where a unit may take less than listed, the most is what may be asked', () => {
  const { spec } = deps()
  const arms = [{ name: 'a', roles: ['canonical'] }]
  const listed = (own: ClaimSpec) =>
    plannedCalls({ spec: own, units: units(60), maxCells: 25, baselineLacks: () => false })
  expect([listed(spec).most, listed({ ...spec, arms }).most]).toEqual([24, 25])
})

test('counterexamples of perturbed prompts may be shrunk: the most has the prompts for it, and says so', () => {
  const [canonical, paraphrase] = deps().spec.roles
  const perturbed = (answer: 'keeps' | 'changes', negated = false) =>
    planClaim(
      deps({ spec: flipSpec({ limit: 0.2, negated, roles: [canonical!, { ...paraphrase!, perturbed: answer }] }) }),
    )
  const { cells, calls } = perturbed('keeps')
  expect(calls.candidate.most - cells.most).toBe(20 + 64)
  expect(calls.note).toMatchInlineSnapshot(
    `"the most counts 20 repeats after a failure and 64 prompts to shrink counterexamples"`,
  )
  expect(perturbed('changes').calls.candidate.most - cells.most).toBe(20)
  expect(perturbed('keeps', true).calls.candidate.most).toBe(cells.most)
})

test('maxCells ends the list where it ends the claim; a regression claim without baseline asks nothing', () => {
  const { spec } = deps()
  expect(plannedCalls({ spec, units: units(60), maxCells: 25, baselineLacks: () => false }).cells).toEqual([8, 8, 8])
  const none = planClaim(deps({ notApplicable: 'no baseline is accepted yet' }))
  expect([none.calls.candidate.most, none.tokens.value?.most, none.undecidable]).toEqual([0, 0, null])
})

test('two samples are paired, unit by unit, up to the shorter one', () => {
  const role = { name: 'here', pool: ['w0'], draw: 1, trials: 1, side: 'candidate' } as const
  const other = { task: 'other', taskHash: 'h' }
  const spec = flipSpec({ other, roles: [role, { ...role, name: 'there', task: 'other' }] })
  const { cells } = plannedCalls({ spec, units: units(9), second: units(5), maxCells: 1e5, baselineLacks: () => false })
  expect(cells).toEqual([2, 2, 2, 2, 2])
})

test('what stands in the way is named, and only a gating claim ends in exit code 2', () => {
  const sharp = (advisory: boolean) => deps({ spec: flipSpec({ limit: 0.02, advisory }) }, 40)
  const refused = run([sharp(false)], { budget: { calls: 10, cost: 100 }, paid: ['v2'] })
  expect(refused.exitCode).toBe(2)
  expect(refused.problems).toMatchInlineSnapshot(`
    [
      ""stable" cannot be decided: to pass, a limit of 0.02 needs 188 independent sources even if every answer is perfect, and 40 can be asked",
      "budget.calls is 10 calls, and 320 calls are expected: some claims would end inconclusive",
    ]
  `)
  expect(run([sharp(true)], { paid: ['v2'] }).problems).toMatchInlineSnapshot(`
    [
      "v2 costs money and robustness({ budget }) declares none: a run would not ask it",
    ]
  `)
  expect(run([sharp(true)]).exitCode).toBe(0)
  expect(renderPlan(refused).match(/ {2}REFUSED.*\n.*/)?.[0]).toMatchInlineSnapshot(`
    "  REFUSED  to pass, a limit of 0.02 needs 188 independent sources even if every answer is perfect, and 40 can be asked
               a limit of 0.091 could be decided with these data; this one with 188 independent sources"
  `)
  expect(renderPlan(run([sharp(true)]))).toMatch(/WARNING/)
})

test('the run comes first; chances that are assumed are called so, with the best of them', () => {
  const arms = [{ name: 'a', roles: ['canonical'] }]
  const worst = deps({ spec: flipSpec({ limit: 0.1 }), title: 'sharp' }, 60)
  const planned = run([
    worst,
    deps({ spec: flipSpec({ arms, limit: 0.3 }), title: 'unknown' }),
    deps({ title: 'waits', notApplicable: 'no baseline is accepted yet' }),
  ])
  expect(renderPlan(planned).split('  calls ')[0]).toMatchInlineSnapshot(`
    "Plan for v2, no baseline: seed 0, alpha 0.05, K = 3. Nothing was asked.

    The run: 3 claims
      - sharp: an unchanged release passes about 25 times in 100 if the truth is 0.05, 100 times in 100 if the truth is 0
      - unknown: how often an unchanged release passes is not known
      - waits: not applicable, no baseline is accepted yet
    "
  `)
  const alone = run([worst])
  expect(alone.gate.value?.best).toBeGreaterThan(0.9)
  expect(renderPlan(alone).match(/Where a first line.*/)?.[0]).toMatchInlineSnapshot(
    `"Where a first line is an assumption, the answers of v2 are not known yet: by the best line of each claim it would be 100 times in 100"`,
  )
  const [first, ...others] = alone.claims[0]!.chances
  const seen = { ...alone.claims[0]!, chances: [{ ...first!, observed: true as const }, ...others] }
  const known = planRun({ ...alone, claims: [{ claim: seen, requests: [] }], budget: null, paid: [] })
  expect(known.gate.value).not.toHaveProperty('best')
  expect(renderPlan(known).split('  calls ')[0]).not.toMatch(/100 times in 100/)
  expect(renderPlan(known)).not.toContain('Where a first line')
})

test('the chance of the whole gate is a product over the gating claims, and says so', () => {
  const [sharp, easy] = [deps({ spec: flipSpec({ limit: 0.12 }), title: 'a' }, 100), deps({ title: 'b' }, 100)]
  const advisory = deps({ spec: flipSpec({ limit: 0.07, advisory: true }), title: 'c' }, 100)
  const { gate, claims } = run([sharp, easy, advisory])
  const [first, second] = claims.map(({ chances }) => chances[0]!.pass)
  expect(gate.value?.product).toBeCloseTo(first! * second!)
  expect(gate.value?.most).toBe(Math.min(first!, second!))
  expect(gate.value?.product).toBeLessThan(gate.value!.most)
  const { product, most } = gate.value!
  expect(renderPlan(run([sharp, easy, advisory]))).toContain(
    `an unchanged release passes the whole gate about ${Math.round(100 * product)} times in 100: the product of the claims' chances, ` +
      `each by the first line of its table, as if they were independent; never more than the ${Math.round(100 * most)} of its least likely claim`,
  )
  const waiting = { ...sharp, notApplicable: 'no baseline is accepted yet' }
  expect(run([waiting]).gate).toEqual({ value: null, from: 'no claim gates' })
  expect(run([waiting, easy]).gate.value?.product).toBe(second)
})
