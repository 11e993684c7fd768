import { describe, expect, test } from 'vitest'
import { findClaimKind } from '../../claims/index.ts'
import { claimId } from '../../core/hash/index.ts'
import { growthOf } from '../../core/sampling/index.ts'
import type { Baseline, ClaimSpec, Lineage, ManifestClaim, Task } from '../../core/types/index.ts'
import { fakeTask, WORDINGS } from '../../engine/fakes.testing.ts'
import { samples } from '../../schemas/samples.testing.ts'
import type { Worker } from '../ask/worker.ts'
import { claimContext, claimSpec } from './claimSpec.ts'
import { withEnoughVariants } from './withEnoughVariants.ts'

interface Given {
  readonly known?: Lineage
  readonly manifest?: readonly ManifestClaim[]
  readonly config?: Partial<Worker['config']>
  readonly negated?: boolean
}

function taskOf(count: number, instructions = WORDINGS.length): Task {
  const task = fakeTask(count)
  return { ...task, instructions: task.instructions.slice(0, instructions) }
}

/** Returns the claim on so many sources, with the variants that it gets. */
function chosen(name: string, raw: object, task: Task, given: Given = {}) {
  const { known, manifest, config, negated = false } = given
  const kind = findClaimKind(name)!
  const options = kind.parse({ allowUnreviewed: true, ...raw }, claimContext(task, null))
  const design = kind.design(options, claimContext(task, null))
  const growth = growthOf(task, known)
  const worker = {
    config: { alpha: 0.05, claims: 1, maxCells: 100_000, ...config } as Worker['config'],
    baseline:
      manifest === undefined
        ? null
        : ({
            accepted: { ...samples.baseline, claims: manifest } as Baseline,
            lookup: () => null,
          } as Worker['baseline']),
    growth: () => growth,
  }
  const spec = claimSpec(kind, task, options, design, negated, undefined, () => growth.lineage.key)
  const found = withEnoughVariants(spec, { design, task, perturbations: [] }, worker)
  return { ...found, id: claimId(found.spec), draw: drawOf(found.spec), lineage: growth.lineage }
}

function drawOf({ roles }: ClaimSpec): number {
  return roles.find(({ pool }) => pool.length > 1)?.draw ?? roles.at(-1)!.draw
}

const NO_WORSE = 'toBeNoWorseThanBaseline'
const FLIPS = 'toBeStableUnderParaphrase'
const accepted = ({ spec }: { readonly spec: ClaimSpec }): ManifestClaim => ({
  id: claimId(spec),
  title: 'as accepted',
  advisory: false,
  accepted: spec,
})

test('a margin that few sources hardly decide takes more variants, and says why and what that costs', () => {
  const { draw, why } = chosen(NO_WORSE, { by: 0.05 }, taskOf(199))
  expect(draw).toBe(3)
  expect(why).toMatchInlineSnapshot(
    `"as few as are enough for four times in five: an unchanged release passes about 86 times in 100, and 62 with 1 (199 sources, 10% of cells differ, as many up as down, cells of one source correlated by 0.25); at most 597 cells instead of 199"`,
  )
  expect(chosen(NO_WORSE, { by: 0.05 }, taskOf(1500))).toMatchObject({ draw: 1, why: '' })
  expect(chosen(FLIPS, { maxFlipRate: 0.1 }, taskOf(150)).draw).toBeGreaterThan(2)
})

describe('the same claim from one gate to the next', () => {
  const before = chosen(NO_WORSE, { by: 0.05 }, taskOf(199))

  test('data that grew', () => {
    const grown = chosen(NO_WORSE, { by: 0.05 }, taskOf(1500), { known: before.lineage })
    expect(grown.lineage.generations.length).toBe(2)
    expect([grown.draw, grown.id]).toEqual([before.draw, before.id])
  })

  test('an attempt with a smaller α of its own, or a ledger that is begun', () => {
    const ledger = { baseline: 'b', entries: [], kept: false }
    const counted = chosen(NO_WORSE, { by: 0.02 }, taskOf(900), { config: { ledger } })
    expect(counted.id).toBe(chosen(NO_WORSE, { by: 0.02 }, taskOf(900)).id)
    expect(counted.why).toContain('(810 sources')
  })
})

describe('what the accepted baseline has stays', () => {
  const plain = chosen(NO_WORSE, { by: 0.05 }, taskOf(199))
  const one = chosen(NO_WORSE, { by: 0.05 }, taskOf(1500))
  const withOne = { ...plain, spec: { ...plain.spec, roles: one.spec.roles } }

  test('for the very claim, whose id stays with it', () => {
    const { id, draw, why } = chosen(NO_WORSE, { by: 0.05 }, taskOf(199), { manifest: [accepted(withOne)] })
    expect([id, draw, why]).toEqual([claimId(withOne.spec), 1, 'as many as in the accepted baseline'])
    const { accepted: _, ...old } = accepted(withOne)
    expect(chosen(NO_WORSE, { by: 0.05 }, taskOf(199), { manifest: [old] }).draw).toBe(1)
  })

  test('for another limit of a claim against it, since it has no other cells; not for a claim that needs none', () => {
    expect(chosen(NO_WORSE, { by: 0.04 }, taskOf(199), { manifest: [accepted(withOne)] }).draw).toBe(1)
    const flips = chosen(FLIPS, { maxFlipRate: 0.3 }, taskOf(150))
    expect(flips.draw).toBe(2)
    const tighter = { manifest: [accepted(flips)] }
    expect(chosen(FLIPS, { maxFlipRate: 0.3 }, taskOf(150), tighter).draw).toBe(2)
    expect(chosen(FLIPS, { maxFlipRate: 0.1 }, taskOf(150), tighter).draw).toBeGreaterThan(2)
  })

  test('a baseline without the claim fixes nothing', () => {
    expect(chosen(NO_WORSE, { by: 0.05 }, taskOf(199), { manifest: [] }).draw).toBe(plain.draw)
  })
})

test('budgets of calls end it: of the claim, of the run, and the most cells', () => {
  const few = (raw: object, config?: Partial<Worker['config']>) =>
    chosen(NO_WORSE, { by: 0.05, ...raw }, taskOf(199), config && { config })
  expect(few({ budget: { calls: 450 } }).draw).toBe(2)
  expect(few({ maxCells: 450 }).why).toContain('the most of 8 that the budget has room for')
  expect(few({}, { calls: 450 }).draw).toBe(2)
  expect(few({ budget: { calls: 50 } })).toMatchObject({ draw: 1, why: '' })
  expect(few({ budget: { cost: 1 } }).draw).toBe(3)
})

test('what a suite says wins, and claims without several variants of one role are left as they are', () => {
  expect(chosen(NO_WORSE, { by: 0.05, variants: 2 }, taskOf(199))).toMatchObject({ draw: 2, why: '' })
  expect(chosen(NO_WORSE, { by: 0.05 }, taskOf(199, 1))).toMatchObject({ draw: 1, why: '' })
  expect(chosen(FLIPS, { maxFlipRate: 0.1 }, taskOf(150), { negated: true }).draw).toBe(2)
  expect(chosen('toStayAbove', { accuracy: 0.8 }, taskOf(60))).toMatchObject({ draw: 1, why: '' })
  expect(chosen(NO_WORSE, { by: 0.05, population: 'dataset' }, taskOf(199)).draw).toBe(1)
})

test('a stricter level of the claim itself takes more', () => {
  const strict = chosen(NO_WORSE, { by: 0.05, alpha: 0.01 }, taskOf(199)).draw
  expect(strict).toBeGreaterThan(chosen(NO_WORSE, { by: 0.05 }, taskOf(199)).draw)
})
