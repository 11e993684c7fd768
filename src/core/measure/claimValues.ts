import { holds } from '../types/index.ts'
import type { ClaimKind, ClaimSpec, Interval, Observation, Role, RoleEvidence } from '../types/index.ts'

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

/** A claim's statistic on measured cells, and on some of the variants alone. Errors are left out. */
export interface ClaimStatistic {
  /** On all variants of the roles. */
  readonly whole: ClaimValues
  /** On all variants but one. */
  without(variant: string): ClaimValues
  /** Says no only where the estimate without the variant is on the same side of the limit as with it. */
  mayCross(variant: string): boolean
  /** On one variant of a role that has a choice, with the variants of the roles that have none. */
  only(variant: string): ClaimValues
}

/**
 * Computes a claim's statistic on the cells of these examples. Where the statistic averages over the variants of the one
 * role that has a choice, the value of each single variant is computed once, and any set of variants is a mean of those;
 * other statistics are computed again from the cells. Both give the same numbers to the last bit, because the same terms
 * are added in the same order: taking a term off a finished sum would not.
 */
export function claimStatistic(claim: ValuedClaim, examples: readonly (readonly Observation[])[]): ClaimStatistic {
  return statisticOf(claim, examples.map(exampleValues(claim)))
}

/** An `ExampleValue` is what a claim's statistic needs of one example. */
export interface ExampleValue {
  readonly group: string
  /** On all variants; `null` where a role has no cells. */
  readonly whole: number | null
  /** The values of single variants, where the statistic is a mean of them. */
  readonly terms: Terms | null
  /** The cells, where it is not; `null` also where a role has none. */
  readonly evidence: Evidence
}

/** Returns what takes from the cells of one example all that the claim's statistic needs of them. */
export function exampleValues(claim: ValuedClaim): (cells: readonly Observation[]) => ExampleValue {
  const roles = claim.spec.roles.map(({ name, pool, trials }) => ({ name, variants: new Set(pool), trials }))
  const role = averagedRole(claim)
  return (cells) => {
    const evidence = evidenceOf(roles, cells)
    const terms = role && evidence && termsOf(claim, evidence, role.name)
    return { group: cells[0]!.group, whole: valueOf(claim, evidence), terms, evidence: terms ? null : evidence }
  }
}

/** Does the same as `claimStatistic`, of examples whose values are known. */
export function statisticOf(claim: ValuedClaim, examples: readonly ExampleValue[]): ClaimStatistic {
  const { spec } = claim
  const valueWith = ({ terms, evidence }: ExampleValue, keep: (variant: string) => boolean) =>
    terms ? meanOf(terms, keep) : valueOf(claim, keptOf(evidence, keep))
  const choice = new Set(choiceOf(spec))
  const onAll = gathered(examples, ({ whole }) => whole)
  const isIn = onAll.estimate !== null && isWithin(spec, onAll.estimate)
  let near: ReadonlyMap<string, number> | null | undefined
  const fixed = new Set(spec.roles.flatMap(({ pool }) => (pool.length === 1 ? pool : [])))
  return {
    whole: onAll,
    without: (variant) =>
      gathered(examples, (one) =>
        hasVariant(one, variant) ? valueWith(one, (other) => other !== variant) : one.whole,
      ),
    mayCross(variant) {
      near ??= averagedRole(claim) && estimatesNearby(examples)
      const estimate = near?.get(variant)
      return estimate === undefined || Math.abs(estimate - spec.limit) < FAR_ENOUGH || isWithin(spec, estimate) !== isIn
    },
    only(variant) {
      const kept = (one: string) => one === variant || (fixed.has(one) && !choice.has(one))
      return gathered(examples, (one) => valueWith(one, kept))
    },
  }
}

type Evidence = Readonly<Record<string, RoleEvidence>> | null

/** Returns evidence with the variants that `keep` leaves; `null` where a role has nothing left. */
function keptOf(evidence: Evidence, keep: (variant: string) => boolean): Evidence {
  if (evidence === null) return null
  const left: Record<string, RoleEvidence> = {}
  for (const [role, { candidate }] of Object.entries(evidence)) {
    const rest = candidate.filter(({ variant }) => keep(variant))
    if (rest.length === 0) return null
    left[role] = { candidate: rest, baseline: [] }
  }
  return left
}

/**
 * Returns the role that the statistic averages over, if it is the only one with a choice and shares no variant with the
 * others: a variant of it that is left out then changes nothing but the mean.
 */
function averagedRole({ spec, kind }: ValuedClaim): Role | null {
  const name = kind.averages?.(spec.options) ?? null
  const role = spec.roles.find((one) => one.name === name)
  if (!role || role.pool.length < 2) return null
  const others = spec.roles.filter((one) => one !== role)
  return others.every(({ pool }) => pool.length === 1 && !role.pool.includes(pool[0]!)) ? role : null
}

/** The values of one example with each variant alone, in the order in which they are added up. */
interface Terms {
  readonly variants: readonly string[]
  readonly values: readonly Interval[]
}

function hasVariant({ terms, evidence }: ExampleValue, variant: string): boolean {
  if (terms !== null) return terms.variants.includes(variant)
  return Object.values(evidence ?? {}).some(({ candidate }) => candidate.some((cell) => cell.variant === variant))
}

function termsOf(
  { spec, kind, sameAnswer }: ValuedClaim,
  evidence: Readonly<Record<string, RoleEvidence>>,
  role: string,
): Terms {
  const { candidate: all = [] } = evidence[role] ?? {}
  const variants: string[] = []
  const values: Interval[] = []
  for (let from = 0, to = 0; from < all.length; from = to) {
    const { variant } = all[from]!
    while (all[to]?.variant === variant) to++
    const alone = { ...evidence, [role]: { candidate: all.slice(from, to), baseline: [] } }
    variants.push(variant)
    values.push(kind.value(alone, sameAnswer, spec.options))
  }
  return { variants, values }
}

/** The distance from the limit from which on rounding does not decide on which side an estimate is. */
const FAR_ENOUGH = 1e-9

/**
 * Returns the estimates without each variant, right but for rounding, since terms are taken off finished sums: in one pass,
 * where adding up the other variants for each one takes as many as there are. One without any example is left out.
 */
function estimatesNearby(examples: readonly ExampleValue[]): ReadonlyMap<string, number> {
  const changes = new Map<string, { sum: number; gone: number }>()
  let [sum, count] = [0, 0]
  for (const { whole, terms } of examples) {
    if (whole === null || terms === null) continue
    sum += whole
    count += 1
    const { variants, values } = terms
    const all = values.length
    for (const [at, variant] of variants.entries()) {
      const { least, most } = values[at]!
      const change = changes.get(variant) ?? { sum: 0, gone: 0 }
      changes.set(variant, change)
      if (all === 1) change.gone += 1
      change.sum += (all === 1 ? 0 : (whole * all - (least + most) / 2) / (all - 1)) - whole
    }
  }
  const estimates = new Map<string, number>()
  for (const [variant, change] of changes)
    if (change.gone < count) estimates.set(variant, (sum + change.sum) / (count - change.gone))
  return estimates
}

/** Adds in the order of the terms, as `value` does, so that rounding is the same. */
function meanOf({ variants, values }: Terms, keep: (variant: string) => boolean): number | null {
  let [least, most, count] = [0, 0, 0]
  for (let at = 0; at < values.length; at++) {
    if (!keep(variants[at]!)) continue
    least += values[at]!.least
    most += values[at]!.most
    count += 1
  }
  return count === 0 ? null : (least / count + most / count) / 2
}

function valueOf({ spec, kind, sameAnswer }: ValuedClaim, evidence: Evidence): number | null {
  if (evidence === null) return null
  const { least, most } = kind.value(evidence, sameAnswer, spec.options)
  return (least + most) / 2
}

function gathered(examples: readonly ExampleValue[], valueOn: (one: ExampleValue) => number | null): ClaimValues {
  const values: number[] = []
  const groups: string[] = []
  for (const one of examples) {
    const value = valueOn(one)
    if (value === null) continue
    values.push(value)
    groups.push(one.group)
  }
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

/** A role with its variants at hand. */
interface ReadRole extends Pick<Role, 'name' | 'trials'> {
  readonly variants: ReadonlySet<string>
}

/** Returns the cells of each role on one example, variants in order, trials adjacent; `null` where a role has none. */
function evidenceOf(roles: readonly ReadRole[], cells: readonly Observation[]): Evidence {
  const evidence: Record<string, RoleEvidence> = {}
  for (const { name, variants, trials } of roles) {
    const usable = cells.filter(
      ({ variant, trial, outcome }) => variants.has(variant) && trial < trials && outcome !== 'error',
    )
    const candidate = withAllTrials(usable.toSorted(inOrder), trials)
    if (candidate.length === 0) return null
    evidence[name] = { candidate, baseline: [] }
  }
  return evidence
}

function inOrder(a: Observation, b: Observation): number {
  if (a.variant === b.variant) return a.trial - b.trial
  return a.variant < b.variant ? -1 : 1
}

/** Leaves out the variants that lack a trial; those of one variant stand together. */
function withAllTrials(sorted: readonly Observation[], trials: number): readonly Observation[] {
  const kept: Observation[] = []
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const { variant } = sorted[from]!
    while (sorted[to]?.variant === variant) to++
    if (to - from === trials) for (let at = from; at < to; at++) kept.push(sorted[at]!)
  }
  return kept
}
