import { UsageError } from '../words/index.ts'
import { mustBeInside } from './checks.ts'
import { normalCdf } from './normalCdf.ts'
import { normalQuantile } from './normalQuantile.ts'

/** A comparison of a fixed size: what is compared, and what is assumed of the data. */
export type Design =
  /** Two independent samples of n units each; `rate` is the first one's rate of success, the effect is added to it. */
  | { readonly kind: 'two proportions'; readonly rate: number }
  /** n differences, one for each unit, with this standard deviation. For right/wrong answers: √(discordance − effect²). */
  | { readonly kind: 'paired differences'; readonly deviation: number }

/**
 * The chance that a two-sided test of level `alpha` on `n` units (of each sample) finds a true difference of `effect`, by
 * the normal approximation. (Fleiss, Levin and Paik 2003, chapter 4, without continuity correction.) Throws `UsageError`
 * for rates outside [0, 1] and the like.
 */
export function power(design: Design, effect: number, n: number, alpha = 0.05): number {
  mustBeInside('power', 'alpha', alpha)
  if (!(n > 0)) throw new UsageError(`power: n must be above 0, got ${n}`)
  const [underNull, underEffect] = deviations(design, effect)
  if (underEffect === 0) return effect === 0 ? 0 : 1
  const critical = normalQuantile(1 - alpha / 2) * underNull
  const shift = effect * Math.sqrt(n)
  return normalCdf((shift - critical) / underEffect) + normalCdf((-shift - critical) / underEffect)
}

/** Standard deviations of √n times the estimate if there were no effect, and with it. */
function deviations(design: Design, effect: number): [number, number] {
  if (!Number.isFinite(effect)) throw new UsageError(`power: the effect is ${effect}`)
  if (design.kind === 'paired differences') {
    if (design.deviation >= 0) return [design.deviation, design.deviation]
    throw new UsageError(`power: the deviation must be 0 or more, got ${design.deviation}`)
  }
  const [first, second] = [design.rate, design.rate + effect]
  for (const rate of [first, second]) {
    if (!(rate >= 0 && rate <= 1)) throw new UsageError(`power: a rate of ${rate} is outside [0, 1]`)
  }
  const pooled = (first + second) / 2
  return [Math.sqrt(2 * pooled * (1 - pooled)), Math.sqrt(first * (1 - first) + second * (1 - second))]
}
