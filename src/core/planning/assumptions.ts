import type { Rule } from '../sequential/rule.ts'
import type { ArmShape } from './armShape.ts'
import { meanOfVariants } from './meanOfVariants.ts'

/** What is assumed of the values of single units: they are drawn independently with these weights. */
export interface Assumption {
  readonly words: string
  /** `share`: how much of a unit with this value is asked, 1 unless its cells are asked one after another. */
  readonly values: readonly { readonly value: number; readonly weight: number; readonly share?: number }[]
}

/** What is assumed of units that several arms share: they are drawn independently of each other. */
export interface ArmsAssumption {
  readonly words: string
  readonly shape: ArmShape
  /** The values that an arm can have on a unit. */
  readonly levels: readonly number[]
  /** Begins a run: `draw` draws its next unit, `level` says the index of an arm's value on it among the levels. */
  readonly begin: (random: () => number) => { readonly draw: () => void; readonly level: (arm: number) => number }
  /** For each arm its values by themselves. */
  readonly marginals: () => readonly Assumption['values'][]
}

/** Shares of units whose difference is not 0, in a claim about a difference. */
export const DISCORDANCES = [0.1, 0, 0.05, 0.2]

/** How far from the best value the truth lies, as a share of the way to the limit. */
export const WAYS = [0.5, 0, 0.75, 1]

/** How far beyond the limit a difference lies, where an unchanged release with none would not keep it. */
export const GAINS = [0.1, 0.2, 0.05, 0]

/**
 * The default table, for claims whose cells no baseline holds. Of a difference (a range around 0) an unchanged release
 * has the mean 0, and so many of its units differ by chance, half of them to each end of the range. Of a rate or a mean
 * the truth lies so far on the way from the best value to the limit, all units at the two ends of the range, which is
 * the widest spread that there is. The first line is the one that expectations rest on. Where each source meets several
 * `variants`, that is so of single cells, and a source has the mean of its cells, which correlate by 0.25.
 */
export function assumptions(
  { range: [low, high], limit, sense }: Pick<Rule, 'range' | 'limit' | 'sense'>,
  variants = 1,
): Assumption[] {
  const ofSource = (cell: Assumption['values']) => meanOfVariants(cell, variants)
  if (low < 0 && high > 0) {
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
  const [best, worst] = sense === 'at most' ? [low, high] : [high, low]
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

/** The values that known answers give the units of a claim, and what share of each such unit was asked. */
export function observedValues(values: readonly number[], words: string, shares: readonly number[] = []): Assumption {
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
