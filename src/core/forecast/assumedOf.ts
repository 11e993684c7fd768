import type { Rule } from '../sequential/index.ts'
import type { ClaimKind, ClaimSpec } from '../types/index.ts'
import { armAssumptions } from './armAssumptions.ts'
import { armShape } from '../planning/armShape.ts'
import { assumptions, observedValues, type ArmsAssumption, type Assumption } from '../planning/assumptions.ts'
import type { KnownUnit } from './knownUnits.ts'
import { observedArms } from './observedArms.ts'
import { differenceOf, pairAssumptions } from '../planning/pairAssumptions.ts'
import { templateAssumptions } from './templateAssumptions.ts'

/** Units whose values known answers give, and whose answers those are. */
export interface Observed {
  readonly own: readonly KnownUnit[]
  /** Of the claim's other task. */
  readonly other: readonly KnownUnit[]
  /** e.g. `as v1 answered`. */
  readonly from: string
}

/** What assumptions are made from. */
export interface AssumedDeps {
  readonly spec: ClaimSpec
  readonly kind: Pick<ClaimKind, 'needsBaseline' | 'value'>
  readonly rule: Rule
  /** Units in the pool. */
  readonly pool: number
  /** Examples of a unit that is an instruction. */
  readonly examplesEach?: number
  readonly observed: Observed
}

/** Units whose values are known, from which on they stand for the pool. */
const LEAST_OBSERVED = 30

/**
 * What an unchanged release is assumed to answer: as known answers had it, where enough are known, else nothing; and the
 * default table. Of claims that compare with the baseline an unchanged release has no difference, so there the table alone
 * says how much is noise.
 */
export function assumedOf(deps: AssumedDeps): {
  readonly observed: Assumption | ArmsAssumption | null
  readonly table: readonly (Assumption | ArmsAssumption)[]
} {
  return { observed: observedOf(deps), table: tableOf(deps) }
}

function observedOf({ spec, kind, pool, observed: { own, other, from } }: AssumedDeps) {
  // Instructions are few, and known all or hardly at all.
  const least = spec.population === 'instructions' ? Math.min(LEAST_OBSERVED, pool) : LEAST_OBSERVED
  if (kind.needsBaseline || own.length < least || own.length === 0) return null
  const shape = armShape(spec)
  const words = `${from} (${own.length} ${spec.population === 'instructions' ? 'instructions' : 'sources'})`
  if (shape !== null)
    return observedArms(
      own.map(({ values }) => values),
      shape,
      words,
    )
  const mine = observedValues(
    valuesOf(own),
    words,
    own.map(({ share }) => share),
  )
  if (spec.other === undefined) return mine
  if (other.length < LEAST_OBSERVED) return null
  const theirs = observedValues(valuesOf(other), '')
  return differenceOf(mine.values, theirs.values, `${from} (${own.length} and ${other.length} sources)`)
}

function tableOf({ spec, kind, rule, examplesEach }: AssumedDeps): readonly (Assumption | ArmsAssumption)[] {
  if (spec.arms) return armAssumptions(spec, kind, rule)
  if (spec.other) return pairAssumptions(rule)
  const chain = spec.roles.find(({ chained }) => chained)
  if (chain) return assumptions(rule).map((one) => halfway(one, chain.draw))
  if (examplesEach !== undefined) return templateAssumptions(rule, examplesEach)
  const [drawn, ...more] = spec.roles.filter(({ pool }) => pool.length > 1)
  return assumptions(rule, spec.population === undefined && drawn && more.length === 0 ? drawn.draw : 1)
}

/** Examples with the least value are asked up to their one wrong cell, which may be any: half the cells on average. */
function halfway({ words, values }: Assumption, cells: number): Assumption {
  const least = values.reduce((low, { value }) => Math.min(low, value), Infinity)
  return {
    words,
    values: values.map((one) => (one.value === least ? { ...one, share: (cells + 1) / (2 * cells) } : one)),
  }
}

/** Of claims without arms. */
function valuesOf(units: readonly KnownUnit[]): number[] {
  return units.map(({ values }) => values[0]!)
}
