import type { Rule } from '../plan/rule.ts'

/** What is assumed of the values of single units: they are drawn independently with these weights. */
export interface Assumption {
  readonly words: string
  readonly values: readonly { readonly value: number; readonly weight: number }[]
}

/** Shares of units whose difference is not 0, in a claim about a difference. */
const DISCORDANCES = [0.1, 0, 0.05, 0.2]

/** How far from the best value the truth lies, as a share of the way to the limit. */
const WAYS = [0.5, 0, 0.75, 1]

/**
 * The default table, for claims whose cells no baseline holds. Of a difference (a range around 0) an unchanged release
 * has the mean 0, and so many of its units differ by chance, half of them to each end of the range. Of a rate or a mean
 * the truth lies so far on the way from the best value to the limit, all units at the two ends of the range, which is
 * the widest spread that there is. The first line is the one that expectations rest on.
 */
export function assumptions({
  range: [low, high],
  limit,
  sense,
}: Pick<Rule, 'range' | 'limit' | 'sense'>): Assumption[] {
  if (low < 0 && high > 0) {
    return DISCORDANCES.map((share) => ({
      words: share === 0 ? 'no unit differs' : `${100 * share}% of units differ, as many up as down`,
      values: [
        { value: 0, weight: 1 - share },
        { value: low, weight: (share * high) / (high - low) },
        { value: high, weight: (share * -low) / (high - low) },
      ],
    }))
  }
  const [best, worst] = sense === 'at most' ? [low, high] : [high, low]
  return WAYS.map((way) => {
    const mean = best + way * (limit - best)
    const weight = (mean - best) / (worst - best)
    return {
      words: way === 1 ? `the truth is the limit` : `the truth is ${Number(mean.toPrecision(3))}`,
      values: [
        { value: best, weight: 1 - weight },
        { value: worst, weight },
      ],
    }
  })
}

/** The values that a baseline's own answers give the units of a claim. */
export function observedValues(values: readonly number[], words: string): Assumption {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return { words, values: [...counts].map(([value, count]) => ({ value, weight: count / values.length })) }
}
