import { CORRELATION } from '../sampling/index.ts'
import type { Rule } from '../sequential/index.ts'
import { assumptions, meansOfVariants } from './assumptions.ts'
import { verdictChance } from './verdictChance.ts'

/** The chance with which an unchanged release should pass. */
export const POWER = 0.8
/**
 * The chance asked of the closed form, which is exact to a few hundredths, so that claims as they are decided pass that
 * often.
 */
const AIMED_AT = 0.83
/**
 * The chance below which a pass is the rarer end, and more calls for it would mostly be spent on a claim that stays open.
 */
const LIKELY = 0.5
/** The most variants that are tried: more hardly make a source's value more precise. */
const MOST_TRIED = 96
/** The factor within which a source's value must deviate as with the most variants, where no number of them is enough. */
const NEAR = 1.05

/** The number of variants that each example meets, and the reason. */
export interface EnoughVariants {
  readonly variants: number
  readonly why: string
}

/** The facts that the choice follows from; all are known before any data, and do not change while the data grow. */
export interface VariantsWanted {
  /** The rule with the span of the deciding sources of the first generation. */
  readonly rule: Rule
  /** Variants in the pool. */
  readonly pool: number
  /** The least number, e.g. the one that buys the most precision for a call. */
  readonly least: number
  /** The greatest number that a declared budget of calls has room for. */
  readonly most: number
}

/**
 * Returns the least number of variants at which an unchanged release passes four times in five, by `verdictChance` and the
 * first line of the table that plans rest on (`assumptions`). Where not even `most` are enough, as many as come near to
 * what those give, if that makes a pass likelier than not. `least` otherwise, with an empty `why` where that is enough
 * already.
 */
export function enoughVariants({ rule, pool, least, most }: VariantsWanted): EnoughVariants {
  const [cell] = assumptions(rule)
  const units = rule.spans?.[0]?.end ?? 0
  const room = Math.min(pool, most, MOST_TRIED)
  if (cell === undefined || units === 0 || room <= least) return { variants: least, why: '' }
  const chances: number[] = []
  for (const values of meansOfVariants(cell.values)) {
    chances.push(verdictChance(rule, values))
    if (chances.length === room || (chances.length >= least && chances.at(-1)! >= AIMED_AT)) break
  }
  const best = Math.max(...chances.slice(least - 1))
  const found = best >= AIMED_AT ? chances.length : best >= LIKELY ? Math.max(least, nearly(room)) : 0
  const assumed =
    `${units.toLocaleString('en-US')} sources, ${cell.words.replace('sources', 'cells')}, ` +
    `cells of one source correlated by ${CORRELATION}`
  if (found === 0)
    return {
      variants: least,
      why: `up to ${room}, an unchanged release would stay open more often than not (${assumed})`,
    }
  if (found === least) return { variants: least, why: '' }
  const often = (count: number) => Math.round(100 * chances[count - 1]!)
  const reason =
    best >= AIMED_AT
      ? 'as few as are enough for four times in five'
      : found === most
        ? `the most of ${pool} that the budget has room for`
        : found === pool
          ? 'all that there are'
          : 'more hardly help'
  return {
    variants: found,
    why: `${reason}: an unchanged release passes about ${often(found)} times in 100, and ${often(least)} with ${least} (${assumed})`,
  }
}

/** Returns the least number of variants whose mean deviates hardly more than that of `room` variants. */
function nearly(room: number): number {
  let count = 1
  while (spread(count) > NEAR ** 2 * spread(room)) count += 1
  return count
}

/** Returns the variance of a mean over this many correlated cells, that of one cell being 1. */
function spread(count: number): number {
  return CORRELATION + (1 - CORRELATION) / count
}
