import { holds } from '../types/index.ts'
import type { ClaimKind, ClaimSpec, Observation, RoleEvidence } from '../types/index.ts'

/** A claim with what computes its statistic. */
export interface ValuedClaim {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly sameAnswer: (a: string, b: string) => boolean
}

/** A claim's statistic on each example that has cells of all its roles. */
export interface ClaimValues {
  readonly values: readonly number[]
  readonly groups: readonly string[]
  /** Mean over examples; `null` without any. */
  readonly estimate: number | null
}

/** Says why a claim's statistic can't be computed from one release's cells over one task's grid; `null` where it can. */
export function notMeasurable({ roles, arms, other }: ClaimSpec): string | null {
  if (roles.some(({ side }) => side === 'both')) return 'comparisons with a baseline need its cells'
  if (roles.some(({ perturbed }) => perturbed))
    return 'it asks perturbed prompts, and what was measured are the instructions as they are'
  if (arms) return 'it has several arms, which the figures by variant show one by one'
  if (other || roles.some(({ task, release }) => task !== undefined || release !== undefined))
    return 'it compares tasks or releases, and each is measured alone'
  if (roles.some(({ chained }) => chained)) return 'it needs every variant of an example: see robust accuracy'
  return null
}

/**
 * Returns the statistic on the cells of these examples: with all variants of the roles (`null`), or without one of them.
 * Only the examples that met that one are computed again. Errors are left out.
 */
export function valuesWithout(
  claim: ValuedClaim,
  examples: readonly (readonly Observation[])[],
): (variant: string | null) => ClaimValues {
  const { spec } = claim
  const pools = poolsOf(spec, () => true)
  const evidence = examples.map((cells) => evidenceOf(pools, cells))
  const whole = evidence.map((one) => valueOf(claim, one))
  const met = new Map<string, Set<number>>()
  for (const [at, cells] of examples.entries())
    for (const { variant } of cells) met.set(variant, (met.get(variant) ?? new Set()).add(at))
  return (without) => {
    const touched = without === null ? undefined : met.get(without)
    if (touched === undefined) return gathered(examples, whole)
    return gathered(
      examples,
      whole.map((value, at) => (touched.has(at) ? valueOf(claim, leftOf(evidence[at]!, without)) : value)),
    )
  }
}

type Evidence = Readonly<Record<string, RoleEvidence>> | null

/** Evidence without one variant; `null` where a role has nothing left. */
function leftOf(evidence: Evidence, without: string | null): Evidence {
  if (evidence === null) return null
  const left: Record<string, RoleEvidence> = {}
  for (const [role, { candidate }] of Object.entries(evidence)) {
    const rest = candidate.filter(({ variant }) => variant !== without)
    if (rest.length === 0) return null
    left[role] = { candidate: rest, baseline: [] }
  }
  return left
}

/** Returns the statistic on the cells of these examples with the variants that `keep` leaves in the roles. */
export function claimValues(
  claim: ValuedClaim,
  examples: readonly (readonly Observation[])[],
  keep: (variant: string) => boolean,
): ClaimValues {
  return gathered(examples, valuesOf(claim, examples, keep))
}

/** Returns the value of each example; `null` where a role has no cells. */
function valuesOf(
  claim: ValuedClaim,
  examples: readonly (readonly Observation[])[],
  keep: (variant: string) => boolean,
): (number | null)[] {
  const pools = poolsOf(claim.spec, keep)
  return examples.map((cells) => valueOf(claim, evidenceOf(pools, cells)))
}

function valueOf({ spec, kind, sameAnswer }: ValuedClaim, evidence: Evidence): number | null {
  if (evidence === null) return null
  const { least, most } = kind.value(evidence, sameAnswer, spec.options)
  return (least + most) / 2
}

function poolsOf({ roles }: ClaimSpec, keep: (variant: string) => boolean): Pool[] {
  return roles.map(({ name, pool, trials }) => ({ name, trials, keep: new Set(pool.filter(keep)) }))
}

function gathered(examples: readonly (readonly Observation[])[], found: readonly (number | null)[]): ClaimValues {
  const values = found.filter((value) => value !== null)
  const groups = examples.flatMap((cells, at) => (found[at] === null ? [] : [cells[0]!.group]))
  const estimate = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  return { values, groups, estimate }
}

/** Variants of roles that have a choice: those that can be left out. */
export function choiceOf({ roles }: ClaimSpec): string[] {
  return [...new Set(roles.flatMap(({ pool }) => (pool.length > 1 ? pool : [])))].toSorted()
}

/** Says whether an estimate is on the side that the claim claims. */
export function isWithin({ sense, limit }: ClaimSpec, estimate: number): boolean {
  return holds(sense, estimate, limit)
}

interface Pool {
  readonly name: string
  readonly trials: number
  readonly keep: ReadonlySet<string>
}

/** Returns the cells of each role on one example, variants in order, trials adjacent; `null` where a role has none. */
function evidenceOf(pools: readonly Pool[], cells: readonly Observation[]): Evidence {
  const evidence: Record<string, RoleEvidence> = {}
  for (const { name, keep, trials } of pools) {
    const usable = cells.filter(
      ({ variant, trial, outcome }) => keep.has(variant) && trial < trials && outcome !== 'error',
    )
    const candidate = [...Map.groupBy(usable, ({ variant }) => variant)]
      .filter(([, own]) => own.length === trials)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, own]) => own.toSorted((a, b) => a.trial - b.trial))
    if (candidate.length === 0) return null
    evidence[name] = { candidate, baseline: [] }
  }
  return evidence
}
