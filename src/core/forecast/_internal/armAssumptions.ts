import { armShape, armTables, type ArmShape } from '../../planning/arms.ts'
import { DISCORDANCES, GAINS, WAYS, type Assumption } from '../../planning/assumptions.ts'
import { CORRELATION } from '../../sampling/index.ts'
import type { Rule } from '../../sequential/index.ts'
import { bestFirst, isBetter, type ClaimKind, type ClaimSpec } from '../../types/index.ts'

/** An assumption about units that several arms share: they are drawn independently of each other. */
export interface ArmsAssumption {
  readonly words: string
  readonly shape: ArmShape
  /** The values that an arm can have on a unit. */
  readonly levels: readonly number[]
  /** Begins a run: `draw` draws its next unit, `level` says the index of an arm's value on it among the levels. */
  readonly begin: (random: () => number) => { readonly draw: () => void; readonly level: (arm: number) => number }
  /** The values of each arm by themselves. */
  readonly marginals: () => readonly Assumption['values'][]
}

type Limits = Pick<Rule, 'range' | 'limit' | 'sense' | 'arms'>
type Tables = readonly (readonly number[])[]

/** Chances of being right, one for each role, and what they mean for the arms in words. */
interface Truth {
  readonly words: string
  readonly right: readonly number[]
}

/**
 * Makes the default table for claims with arms: a role is right or wrong on a whole unit, which is the widest spread that there
 * is, and two roles are correlated by 0.25, as the plan assumes of variants everywhere. All arms are alike. Where
 * an arm reads one role, its assumed means go from the best value towards the limit. Where it compares two roles, an
 * unchanged release shows no difference but noise; if that would not keep the limit, its mean is beyond the limit by one of
 * `GAINS`. The list is empty where the claim's `value` makes no such arms.
 */
export function armAssumptions(spec: ClaimSpec, kind: Pick<ClaimKind, 'value'>, rule: Limits): ArmsAssumption[] {
  const [shape, tables] = [armShape(spec), armTables(spec, kind)]
  if (shape === null || tables === null) return []
  const what = spec.armStatistic ?? spec.statistic
  const truths = singles(shape, tables, rule, what) ?? pairs(shape, tables, rule, what)
  return truths.map(({ words, right }) => drawnFrom(words, right, shape, tables))
}

/** Returns the truths for arms that read one role each; `null` for others. */
function singles({ reads, weights }: ArmShape, tables: Tables, rule: Limits, what: string): Truth[] | null {
  if (reads.some(({ length }) => length !== 1)) return null
  const { range, sense, limit } = rule
  const [best] = bestFirst(sense, range)
  return WAYS.flatMap((way) => {
    const mean = best + way * (limit - best)
    const right = weights.map(() => 0)
    for (const [arm, [role]] of reads.entries()) {
      const [wrong, whole] = tables[arm]!
      right[role!] = (mean - wrong!) / (whole! - wrong!)
    }
    const words = `each ${what} is ${way === 1 ? 'the limit' : Number(mean.toPrecision(3))}`
    return right.every((chance) => chance >= -1e-9 && chance <= 1 + 1e-9) ? [{ words, right }] : []
  })
}

/** Returns the truths for arms that compare two roles each. */
function pairs(shape: ArmShape, tables: Tables, rule: Limits, what: string): Truth[] {
  const { reads, weights } = shape
  const compares = tables.every(([none, first, second, both]) => none === 0 && both === 0 && first === -second!)
  if (!compares || reads.some(({ length }) => length !== 2)) return []
  const { limit, sense, arms } = rule
  if (isBetter(sense, 0, limit)) {
    return DISCORDANCES.map((share) => ({
      words: `no ${what}, ${share === 0 ? 'no source differs' : `${100 * share}% of sources differ`}`,
      right: weights.map(() => (1 + Math.sqrt(1 - (2 * share) / (1 - CORRELATION))) / 2),
    }))
  }
  return GAINS.flatMap((gain) => {
    const [target] = bestFirst(sense, [limit - gain, limit + gain])
    for (const step of [target, -target, target / (weights.length - 1)]) {
      const right = weights.map((_, role) => 0.5 + step * (role - (weights.length - 1) / 2))
      if (right.some((chance) => chance < 0 || chance > 1)) continue
      const means = reads.map((roles, arm) =>
        tables[arm]!.reduce((sum, v, bits) => sum + v * chanceOf(bits, roles, right), 0),
      )
      const [best] = bestFirst(sense, [Math.min(...means), Math.max(...means)])
      const fits = arms?.wanted === 'some' ? near(best, target) : means.every((mean) => near(mean, target))
      const whose = arms?.wanted === 'some' ? 'the widest' : 'each'
      const words = `${whose} ${what} is ${gain === 0 ? 'the limit' : Number(target.toPrecision(3))}`
      if (fits) return [{ words, right }]
    }
    return []
  })
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9
}

/** Returns the chance that, of two roles, exactly those are right whose bits are set in `bits`. */
function chanceOf(bits: number, [a, b]: readonly number[], right: readonly number[]): number {
  const [p, q] = [right[a!]!, right[b!]!]
  const [first, second] = [(bits & 1) !== 0, (bits & 2) !== 0]
  const apart = (first ? p : 1 - p) * (second ? q : 1 - q)
  const both = Math.min(p, q)
  const together = first ? (second ? both : p - both) : second ? q - both : 1 - Math.max(p, q)
  return CORRELATION * together + (1 - CORRELATION) * apart
}

/**
 * Makes units whose roles are right with these chances. One draw decides for all roles as often as the correlation says.
 */
function drawnFrom(words: string, right: readonly number[], shape: ArmShape, tables: Tables): ArmsAssumption {
  const levels = [...new Set(tables.flat())]
  const index = tables.map((values) => values.map((value) => levels.indexOf(value)))
  const bits = right.map(() => 0)
  return {
    words,
    shape,
    levels,
    begin: (random) => ({
      draw() {
        const common = random() < CORRELATION ? random() : null
        for (let role = 0; role < right.length; role++) bits[role] = (common ?? random()) < right[role]! ? 1 : 0
      },
      level(arm) {
        const [a, b] = shape.reads[arm]!
        return index[arm]![bits[a!]! + (b === undefined ? 0 : 2 * bits[b]!)]!
      },
    }),
    marginals: () =>
      tables.map((values, arm): Assumption['values'] => {
        const roles = shape.reads[arm]!
        const chance = (at: number): number => {
          if (roles.length === 2) return chanceOf(at, roles, right)
          const p = right[roles[0]!]!
          return at === 1 ? p : 1 - p
        }
        return values.map((value, at) => ({ value, weight: Math.max(0, chance(at)) }))
      }),
  }
}

/** Makes units that are drawn from those whose answers are known: what these give each arm. */
export function observedArms(units: readonly (readonly number[])[], shape: ArmShape, words: string): ArmsAssumption {
  const levels = [...new Set(units.flat())]
  const at = new Map(levels.map((value, index) => [value, index]))
  const rows = units.map((values) => values.map((value) => at.get(value)!))
  return {
    words,
    shape,
    levels,
    begin: (random) => {
      let row: readonly number[] = []
      return {
        draw: () => void (row = rows[Math.floor(random() * rows.length)]!),
        level: (arm) => row[arm]!,
      }
    },
    marginals: () => shape.reads.map((_, arm) => units.map((values) => ({ value: values[arm]!, weight: 1 }))),
  }
}
