import { drawVariants, type Applies } from '../core/plan/index.ts'
import { notesOnPassedOver } from '../core/wording/index.ts'
import type { ClaimResult, ClaimSpec, PassedOver } from '../core/types/index.ts'
import type { Sample } from './planUnits.ts'
import type { UnitEvidence } from './unitEvidence.ts'

/** A sample without what a claim over perturbations has nothing to ask about, and the record of what was passed over. */
export interface Usable {
  readonly sample: Sample
  /** Absent for other claims. */
  readonly applies?: Applies
  /** What the draws of these units passed over. */
  readonly passedOver: (units: readonly UnitEvidence[]) => PassedOver | null
}

/** Leaves out examples that no variant of a perturbed role applies to. The record is what `verifyClaim` needs. */
export function passOver(spec: ClaimSpec, own: Sample, applies: Applies | undefined): Usable {
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
  const count = (of: Sample['groups']): number => sum(own.order.map((group) => of.get(group)?.length ?? 0))
  return {
    sample: { groups, order: own.order },
    applies: known,
    passedOver: (units) => ({
      variants: Object.fromEntries(
        units
          .flatMap(({ group }) => own.groups.get(group) ?? [])
          .toSorted()
          .flatMap((example) => (passed.has(example) ? [[example, [...passed.get(example)!].toSorted()]] : [])),
      ),
      examples: count(own.groups) - count(groups),
    }),
  }
}

/** The other way round: what applied, by the record of a claim. */
export function recordedApplies({ passedOver }: Pick<ClaimResult, 'passedOver'>): Applies | undefined {
  if (passedOver === undefined) return undefined
  const { variants } = passedOver
  const sets = new Map(Object.entries(variants).map(([example, list]) => [example, new Set(list)]))
  return (example, variant) => !sets.get(example)?.has(variant)
}

/** Remarks on how often perturbations applied; none where they always did. */
export function notesOnPassed(spec: ClaimSpec, units: readonly UnitEvidence[], passed: PassedOver | null): string[] {
  if (passed === null) return []
  const examples = units.flatMap((unit) => unit.examples)
  const names = spec.roles.flatMap(({ name, perturbed }) => (perturbed ? [name] : []))
  const over = sum(examples.map(({ example }) => passed.variants[example]?.length ?? 0))
  const asked = sum(
    examples.flatMap(({ roles }) =>
      names.map((name) => roles[name]?.candidate.filter(({ trial }) => trial === 0).length ?? 0),
    ),
  )
  return notesOnPassedOver({ asked, over, examples: passed.examples })
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
