import type { Rule } from '../../src/core/sequential/index.ts'
import type { Interval, Verdict } from '../../src/core/types/index.ts'

/** A `Decider` takes the units of a claim one by one and says when it is decided. */
export type Decider = (unit: Interval) => Exclude<Verdict, 'inconclusive'> | null
/** A `Method` is a way to decide a claim about the mean of a bounded value, after every unit. */
export type Method = (rule: Rule) => Decider

/**
 * The published methods: three strategies of Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
 * betting" (2023), as their package confseq has them, and the mixture SPRT of the release gate statgate (0.1). They are
 * written from the published formulas. The bets are one-sided here, as a claim is: never below zero, and at most half of
 * what could lose everything.
 */
export const publishedMethods: Readonly<Record<string, Method>> = {
  'predictable plug-in': betting(({ count, squares, level }) =>
    Math.sqrt((2 * Math.log(1 / level)) / ((count + 1) * Math.log(count + 2) * ((1 / 4 + squares) / (count + 1)))),
  ),
  'approximate Kelly': betting(({ count, sum, squares, mean }) => {
    const edge = (1 / 2 + sum) / (count + 1) - mean
    return edge / ((1 / 4 + squares) / (count + 1) + edge ** 2)
  }),
  'lower bound on the wealth': betting(({ count, sum, fromMean, mean }) => {
    const edge = (1 / 2 + sum) / (count + 1) - mean
    const spread = (count === 0 ? 1 / 4 : fromMean) / (count + 2)
    return edge / ((edge > 0 ? mean : 1 - mean) * Math.abs(edge) + spread + edge ** 2)
  }),
  'mixture SPRT of statgate': mixtureSprt,
}

/** The figures that a bet may depend on: the values before, and the mean that it is made against. */
interface Past {
  readonly count: number
  readonly sum: number
  /** Σ (y − running mean)², each against the mean up to it, which begins as one value of 1/2. */
  readonly squares: number
  /** Σ (y − mean)². */
  readonly fromMean: number
  readonly mean: number
  readonly level: number
}

function betting(stake: (past: Past) => number): Method {
  return ({ range: [low, high], limit, sense, alpha, claims }) => {
    const scale = high - low
    const above = capital(stake, (limit - low) / scale, sense === 'at least' ? alpha : alpha / claims)
    const below = capital(stake, (high - limit) / scale, sense === 'at most' ? alpha : alpha / claims)
    return ({ least, most }) => {
      const over = above((least - low) / scale)
      const under = below((high - most) / scale)
      if (!over && !under) return null
      return over === (sense === 'at least') ? 'pass' : 'fail'
    }
  }
}

/** Makes a bettor against a mean of at most `mean`; it says after each value whether the capital has reached 1/`level`. */
function capital(stake: (past: Past) => number, mean: number, level: number): (y: number) => boolean {
  const past = { count: 0, sum: 0, squares: 0, fromMean: 0, mean, level }
  let log = 0
  return (y) => {
    const bet = Math.min(Math.max(0, stake(past)), 0.5 / mean)
    log += Math.log1p(bet * (y - mean))
    past.count += 1
    past.sum += y
    past.squares += (y - Math.min(1, (1 / 2 + past.sum) / (past.count + 1))) ** 2
    past.fromMean += (y - mean) ** 2
    return log >= Math.log(1 / level)
  }
}

const LEAST_UNITS = 10

/**
 * Decides by a normal mixture likelihood ratio with the variance estimated again at each look, and the mixture's scale
 * taken from the tenth unit on, when the first look is. It is two-sided at α: it says that the mean is not the limit, and
 * its side is the verdict.
 */
function mixtureSprt({ limit, sense, alpha }: Rule): Decider {
  let [count, mean, squares, scale] = [0, 0, 0, 0]
  return ({ least, most }) => {
    const value = (least + most) / 2
    count += 1
    const before = mean
    mean += (value - mean) / count
    squares += (value - before) * (value - mean)
    if (count < LEAST_UNITS || squares < 1e-12) return null
    const variance = squares / (count - 1)
    if (scale === 0) scale = variance
    const wide = variance + count * scale
    const log = 0.5 * Math.log(variance / wide) + (count * count * scale * (mean - limit) ** 2) / (2 * variance * wide)
    if (log < Math.log(1 / alpha)) return null
    return mean > limit === (sense === 'at least') ? 'pass' : 'fail'
  }
}
