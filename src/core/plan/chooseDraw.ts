import { counted } from '../text/figures.ts'

/** Correlation assumed between two variants of one example, before any data. */
export const CORRELATION = 0.25

/**
 * How many variants each example meets, and why, in one sentence. With `alongside` cells asked anyway on every example
 * (the canonical trials) and correlation ρ between its variants, the variance bought per call is least at
 * m = √(c₀(1 − ρ)/ρ), the optimal cluster size of two-stage sampling (Cochran, "Sampling Techniques", 10.6). At least 1,
 * at most the pool.
 */
export function chooseDraw(pool: number, alongside: number): { readonly m: number; readonly why: string } {
  const best = Math.round(Math.sqrt((alongside * (1 - CORRELATION)) / CORRELATION))
  const m = Math.max(1, Math.min(best, pool))
  const why =
    best > pool
      ? `all ${counted(pool, 'variant')} on each example: ${best} would be asked if there were as many`
      : `${counted(m, 'variant')} of ${pool} on each example: with ${counted(alongside, 'call')} made anyway and answers ` +
        `to one example correlated by ${CORRELATION}, that is the most precision for a call`
  return { m, why }
}
