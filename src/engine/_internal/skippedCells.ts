import { type Applies, cellsOf, drawVariants } from '../../core/sampling/index.ts'
import { notesOnPassedOver } from '../../core/wording/index.ts'
import type { ClaimResult, ClaimSpec, PassedOver } from '../../core/types/index.ts'
import type { Has, Sample } from '../planUnits.ts'
import type { UnitEvidence } from '../unitEvidence.ts'

/** A sample without the examples that no perturbation of a claim applies to, and the record of what was skipped. */
export interface Usable {
  readonly sample: Sample
  /** Says whether a variant applies to an example; absent for claims without perturbations. */
  readonly applies?: Applies
  /** Returns what the draws of these groups' units skipped. */
  readonly passedOver: (order: readonly string[]) => PassedOver | null
}

/**
 * Leaves out the examples to which no variant of a perturbed role applies. `verifyClaim` needs the record to plan the
 * same units.
 */
export function skipInapplicable(spec: ClaimSpec, own: Sample, applies: Applies | undefined): Usable {
  const roles = spec.roles.filter(({ perturbed }) => perturbed)
  if (roles.length === 0 || applies === undefined) return { sample: own, passedOver: () => null }
  const passed = new Map<string, Set<string>>()
  const known: Applies = (example, variant) => {
    if (passed.get(example)?.has(variant)) return false
    if (applies(example, variant)) return true
    passed.set(example, (passed.get(example) ?? new Set()).add(variant))
    return false
  }
  const usable = (example: string): boolean =>
    roles.every(
      ({ pool }) => drawVariants(spec.taskHash, example, pool, 1, (variant) => known(example, variant)).length > 0,
    )
  const groups = new Map(own.groups.entries().map(([group, ids]) => [group, ids.filter(usable)]))
  const count = (kept: Sample['groups']): number => sum(own.order.map((group) => kept.get(group)?.length ?? 0))
  return {
    sample: { groups, order: own.order },
    applies: known,
    passedOver: (order) => ({
      variants: Object.fromEntries(
        order
          .flatMap((group) => own.groups.get(group) ?? [])
          .toSorted()
          .flatMap((example) => (passed.has(example) ? [[example, [...passed.get(example)!].toSorted()]] : [])),
      ),
      examples: count(own.groups) - count(groups),
    }),
  }
}

/** Reads back from the record of a claim which variants applied. */
export function recordedApplies({ passedOver }: Pick<ClaimResult, 'passedOver'>): Applies | undefined {
  if (passedOver === undefined) return undefined
  const { variants } = passedOver
  const sets = new Map(Object.entries(variants).map(([example, list]) => [example, new Set(list)]))
  return (example, variant) => !sets.get(example)?.has(variant)
}

/** Returns remarks on how often perturbations applied; none where they always did. */
export function notesOnPassed(spec: ClaimSpec, units: Iterable<UnitEvidence>, passed: PassedOver | null): string[] {
  if (passed === null) return []
  const names = spec.roles.flatMap(({ name, perturbed }) => (perturbed ? [name] : []))
  let [over, asked] = [0, 0]
  for (const { examples } of units) {
    for (const { example, roles } of examples) {
      over += passed.variants[example]?.length ?? 0
      asked += sum(names.map((name) => roles[name]?.candidate.filter(({ trial }) => trial === 0).length ?? 0))
    }
  }
  return notesOnPassedOver({ asked, over, examples: passed.examples })
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

/**
 * Records the cells of those examples that lack some of what the claim's roles ask, which `verifyClaim` needs to plan
 * them again. Returns `undefined` where no example lacks any.
 */
export function ownCells(
  spec: ClaimSpec,
  units: Iterable<UnitEvidence>,
  has: Has | undefined,
): ClaimResult['ownCells'] | undefined {
  if (has === undefined) return undefined
  const counts: (readonly [string, Counts])[] = []
  for (const { examples } of units)
    for (const { example } of examples) for (const one of countsOf(spec, example, has) ?? []) counts.push(one)
  return counts.length === 0 ? undefined : Object.fromEntries(counts)
}

/** Reads back from the record of a claim which cells a side had. */
export function recordedHas({ ownCells: recorded }: Pick<ClaimResult, 'ownCells'>): Has | undefined {
  if (recorded === undefined) return undefined
  const counts = new Map(
    Object.entries(recorded).map(([example, own]) => [example, new Map(own.map((one) => [one.variant, one]))]),
  )
  return (side, { example, variant, trial }) => {
    const own = counts.get(example)
    return own === undefined || trial < (own.get(variant)?.[side] ?? 0)
  }
}

type Counts = NonNullable<ClaimResult['ownCells']>[string]

function countsOf(spec: ClaimSpec, example: string, has: Has): readonly (readonly [string, Counts])[] | undefined {
  const counts = new Map<string, { candidate: number; baseline: number }>()
  let whole = true
  for (const [name, cells] of Object.entries(cellsOf(spec, example))) {
    const both = spec.roles.some((role) => role.name === name && role.side === 'both')
    for (const cell of cells) {
      const count = counts.get(cell.variant) ?? { candidate: 0, baseline: 0 }
      counts.set(cell.variant, count)
      for (const side of both ? (['candidate', 'baseline'] as const) : (['candidate'] as const)) {
        if (has(side, cell)) count[side] = Math.max(count[side], cell.trial + 1)
        else whole = false
      }
    }
  }
  if (whole) return undefined
  const asked = [...counts].map(([variant, { candidate, baseline }]) => ({ variant, candidate, baseline }))
  return [[example, asked.filter(({ candidate, baseline }) => candidate + baseline > 0)]]
}
