import { START, step, type Rule, type SequentialState } from '../core/plan/index.ts'
import type { ClaimKind, ClaimSpec } from '../core/words/index.ts'
import { watchIdentity, type MixedIdentity } from './identities.ts'
import { meanOf, type UnitEvidence } from './unitEvidence.ts'
import { valueWithin } from './valueWithin.ts'

/** All evidence of a claim up to now, in plan order. */
export interface Gathered {
  readonly state: SequentialState
  readonly units: readonly UnitEvidence[]
  /** Mean of the units' values, an unknown value counted in the middle of its ends; `null` without any. */
  readonly estimate: number | null
  readonly mixed: MixedIdentity | null
}

/** What gathering needs: nothing that asks. Deciding and verifying share it, so that they cannot disagree. */
export interface GatherDeps {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly sameAnswer: (a: string, b: string) => boolean
  readonly rule: Rule
}

/** Takes units in plan order. `done` says that no further unit may enter: there is a verdict, or nobody to judge. */
export function gather(deps: GatherDeps): {
  readonly add: (unit: UnitEvidence) => void
  readonly done: () => boolean
  readonly result: () => Gathered
} {
  const units: UnitEvidence[] = []
  const watch = { candidate: watchIdentity('candidate'), baseline: watchIdentity('baseline') }
  let state = START
  let sum = 0
  let mixed: MixedIdentity | null = null
  return {
    add: (unit) => {
      const value = meanOf(unit.examples.map((example) => valueWithin(deps.spec, deps.kind, example, deps.sameAnswer)))
      state = step(state, value, deps.rule)
      sum += (value.least + value.most) / 2
      units.push(unit)
      mixed ??= watch.candidate(unit.candidate) ?? watch.baseline(unit.baseline)
    },
    done: () => state.verdict !== null || mixed !== null,
    result: () => ({ state, units, estimate: units.length === 0 ? null : sum / units.length, mixed }),
  }
}

/** The rule of a claim at level `alpha` among `claims` gating claims. */
export function ruleOf(spec: ClaimSpec, alpha: number, claims: number): Rule {
  return { range: spec.range, limit: spec.limit, sense: spec.sense, alpha, claims }
}
