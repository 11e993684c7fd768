import { CORRELATION } from '../sampling/index.ts'
import type { Rule } from '../sequential/index.ts'
import { bestFirst } from '../types/index.ts'

/** An assumption about the values of single units: they are drawn independently with these weights. */
export interface Assumption {
  readonly words: string
  /** `share`: how much of a unit with this value is asked, 1 unless its cells are asked one after another. */
  readonly values: readonly { readonly value: number; readonly weight: number; readonly share?: number }[]
}

/** Shares of units whose difference is not 0, in a claim about a difference. */
export const DISCORDANCES = [0.1, 0, 0.05, 0.2]

/** The distances of the truth from the best value, as shares of the way to the limit. */
export const WAYS = [0.5, 0, 0.75, 1]

/** The distances of a difference beyond the limit, where an unchanged release with none would not keep it. */
export const GAINS = [0.1, 0.2, 0.05, 0]

/**
 * Makes the default table, for claims whose cells no baseline holds. Of a difference (a range around 0) an unchanged
 * release has the mean 0, and this share of its units differs by chance, half of them to each end of the range. Of a rate
 * or a mean the truth is on the way from the best value to the limit, and all units are at the two ends of the range, which
 * is the widest spread that there is. The first line is the one that expectations rest on. Where each source meets several
 * `variants`, that is so of single cells, and a source has the mean of its cells, which correlate by 0.25.
 */
export function assumptions(rule: Pick<Rule, 'range' | 'limit' | 'sense'>, variants = 1): Assumption[] {
  const { range, limit, sense } = rule
  const [low, high] = range
  const ofSource = (cell: Assumption['values']) => meanOfVariants(cell, variants)
  if (isDifference(rule)) {
    const what = variants === 1 ? ['source differs', 'sources differ'] : ['cell differs', 'cells differ']
    return DISCORDANCES.map((share) => ({
      words: share === 0 ? `no ${what[0]}` : `${100 * share}% of ${what[1]}, as many up as down`,
      values: ofSource([
        { value: 0, weight: 1 - share },
        { value: low, weight: (share * high) / (high - low) },
        { value: high, weight: (share * -low) / (high - low) },
      ]),
    }))
  }
  const [best, worst] = bestFirst(sense, range)
  return WAYS.map((way) => {
    const mean = best + way * (limit - best)
    const weight = (mean - best) / (worst - best)
    return {
      words: way === 1 ? `the truth is the limit` : `the truth is ${Number(mean.toPrecision(3))}`,
      values: ofSource([
        { value: best, weight: 1 - weight },
        { value: worst, weight },
      ]),
    }
  })
}

/** Says whether a claim is about a difference, which may go either way. */
export function isDifference({ range: [low, high] }: Pick<Rule, 'range'>): boolean {
  return low < 0 && high > 0
}

/** Returns the value of a unit on which nothing went wrong: no difference, or the best end of the range. */
export function flawlessValue(rule: Pick<Rule, 'range' | 'sense'>): number {
  return isDifference(rule) ? 0 : bestFirst(rule.sense, rule.range)[0]
}

type Values = Assumption['values']

/** Returns the values of a source that meets this many variants: exactly the means over cells with these values. */
export function meanOfVariants(cell: Values, variants: number, correlation = CORRELATION): Values {
  if (variants === 1 || cell.filter(({ weight }) => weight > 0).length === 1) return cell
  return (
    meansOfVariants(cell, correlation)
      .drop(variants - 1)
      .next().value ?? cell
  )
}

/**
 * Yields the same for one variant, two, three and so on. Each cell takes the source's own value with a chance of √ρ, and
 * else a value of its own, so that any two correlate by ρ; given the source's own value they are independent.
 */
export function* meansOfVariants(cell: Values, correlation = CORRELATION): Generator<Values, undefined> {
  const whole = cell.reduce((sum, one) => sum + one.weight, 0)
  const copied = Math.sqrt(correlation)
  let sources = cell.map(({ value: own, weight }) => ({
    one: cell.map((other) => ({
      value: other.value,
      weight: ((1 - copied) * other.weight) / whole + (other.value === own ? copied : 0),
    })),
    sums: new Map([[0, weight / whole]]),
  }))
  for (let variants = 1; ; variants++) {
    sources = sources.map(({ one, sums }) => {
      const next = new Map<number, number>()
      for (const [sum, chance] of sums) for (const { value, weight } of one) add(next, sum + value, chance * weight)
      return { one, sums: next }
    })
    const means = new Map<number, number>()
    for (const { sums } of sources) for (const [sum, chance] of sums) add(means, sum / variants, chance)
    yield [...means].map(([value, weight]) => ({ value, weight }))
  }
}

/** Adds a chance to those of its value. Values that differ by rounding alone are one. */
function add(chances: Map<number, number>, value: number, chance: number): void {
  const key = Math.round(value * 1e9) / 1e9
  chances.set(key, (chances.get(key) ?? 0) + chance)
}
