import { armShape } from '../../planning/arms.ts'
import { assumptions, DISCORDANCES, GAINS, type Assumption } from '../../planning/assumptions.ts'
import type { Rule } from '../../sequential/index.ts'
import { bestFirst, isBetter, type ClaimKind, type ClaimSpec } from '../../types/index.ts'
import type { KnownUnit } from '../knownUnits.ts'
import { armAssumptions, observedArms, type ArmsAssumption } from './armAssumptions.ts'

/** Units whose values known answers give, and whose answers those are. */
export interface Observed {
  readonly own: readonly KnownUnit[]
  /** The same of the claim's other task. */
  readonly other: readonly KnownUnit[]
  /** The answers in words, e.g. `as v1 answered`. */
  readonly from: string
}

/** The facts from which assumptions are made. */
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
 * Says what an unchanged release is assumed to answer: what known answers say, where enough are known, else nothing; and
 * the default table. In a claim that compares with the baseline an unchanged release has no difference, so there the table
 * alone says how much is noise.
 */
export function assumedAnswers(deps: AssumedDeps): {
  readonly observed: Assumption | ArmsAssumption | null
  readonly table: readonly (Assumption | ArmsAssumption)[]
} {
  return { observed: observedOf(deps), table: tableOf(deps) }
}

function observedOf({ spec, kind, pool, observed: { own, other, from } }: AssumedDeps) {
  // Instructions are few, and either all are known or hardly any.
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

/** Returns the values that known answers give the units of a claim, and what share of each such unit was asked. */
function observedValues(values: readonly number[], words: string, shares: readonly number[] = []): Assumption {
  const counts = new Map<number, { count: number; share: number }>()
  for (const [at, value] of values.entries()) {
    const known = counts.get(value) ?? { count: 0, share: 0 }
    counts.set(value, { count: known.count + 1, share: known.share + (shares[at] ?? 1) })
  }
  return {
    words,
    values: [...counts].map(([value, { count, share }]) => {
      const weight = count / values.length
      return share < count ? { value, weight, share: share / count } : { value, weight }
    }),
  }
}

/** Returns the values of units of a claim without arms. */
function valuesOf(units: readonly KnownUnit[]): number[] {
  return units.map(({ values }) => values[0]!)
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

/**
 * Makes the default table for claims that compare one task with another: the statistic is the same on both, or, where that
 * would not keep the limit, better on the own task by what the limit asks and the gain. Sources of two tasks are
 * independent, so their noise adds up. A statistic of range 1 is a rate, and each unit has it wholly or not at all; of a
 * wider one a share of the units differs, half of them to each end.
 */
function pairAssumptions(rule: Pick<Rule, 'range' | 'limit' | 'sense'>): Assumption[] {
  const { range, limit, sense } = rule
  const width = (range[1] - range[0]) / 2
  if (isBetter(sense, 0, limit)) {
    return DISCORDANCES.map((share) => {
      if (width <= 1) return differenceOf(having(share), having(share), `${share} on both tasks`)
      const differ = share === 0 ? 'no source differs' : `${100 * share}% of sources differ`
      return differenceOf(shifting(share), shifting(share), `alike on both, ${differ}`)
    })
  }
  return GAINS.flatMap((gain) => {
    const apart = Math.abs(limit) + gain
    if (apart > 0.9) return []
    const [own, other] = bestFirst(sense, [0.05, 0.05 + apart])
    const words = `${Number(own.toPrecision(3))} here, ${Number(other.toPrecision(3))} on the other task`
    return [differenceOf(having(own), having(other), words)]
  })
}

function having(rate: number): Assumption['values'] {
  return [
    { value: 0, weight: 1 - rate },
    { value: 1, weight: rate },
  ]
}

function shifting(share: number): Assumption['values'] {
  return [
    { value: 0, weight: 1 - share },
    { value: -1, weight: share / 2 },
    { value: 1, weight: share / 2 },
  ]
}

/** Examples with the least value are asked up to their one wrong cell, which may be any: half the cells on average. */
function halfway({ words, values }: Assumption, cells: number): Assumption {
  const least = values.reduce((low, { value }) => Math.min(low, value), Infinity)
  return {
    words,
    values: values.map((one) => (one.value === least ? { ...one, share: (cells + 1) / (2 * cells) } : one)),
  }
}

/**
 * Makes the default table for claims whose units are instructions, asked on `each` examples: instructions are alike, so
 * that a unit's value is the mean over examples whose values the usual table gives. The last line has the first one's truth
 * with instructions as different as they can be, each wholly at one end.
 */
function templateAssumptions(rule: Pick<Rule, 'range' | 'limit' | 'sense'>, each: number): Assumption[] {
  const table = assumptions(rule)
  const widest = table.slice(0, 1).map(({ words, values }) => ({ words: `${words}, instructions unlike`, values }))
  return [...table.map(({ words, values }) => ({ words, values: meanOf(values, each) })), ...widest]
}

/** Returns the values of a mean over this many independent examples, each with these values. */
function meanOf(values: Assumption['values'], each: number): Assumption['values'] {
  let sum: Assumption['values'] = [{ value: 0, weight: 1 }]
  const negated = values.map(({ value, weight }) => ({ value: -value, weight }))
  for (let count = 0; count < each; count++) sum = differenceOf(sum, negated, '').values
  return sum.map(({ value, weight }) => ({ value: value / each, weight }))
}

/** Differences that are nearer than one over this are one: the rounding of sums. */
const DIGITS = 1e9

/** Returns the difference of two independent units, one of each task. */
export function differenceOf(own: Assumption['values'], other: Assumption['values'], words: string): Assumption {
  const weights = new Map<number, number>()
  for (const a of own)
    for (const b of other) {
      const value = Math.round((a.value - b.value) * DIGITS) / DIGITS
      weights.set(value, (weights.get(value) ?? 0) + a.weight * b.weight)
    }
  return { words, values: [...weights].map(([value, weight]) => ({ value, weight })) }
}
