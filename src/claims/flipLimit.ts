import type { ClaimDesign } from '../core/types/index.ts'

/** The limits of claims about flips: one of the two. */
export interface FlipLimits {
  /** Most of the answers that may change, in (0, 1). For answers that do not vary. */
  readonly maxFlipRate?: number
  /** The same for answers that vary by themselves: ½‖P−Q‖² of the two answer distributions, in (0, 1). */
  readonly maxExcessFlipRate?: number
}

/** Rules for reading both. */
export const FLIP_LIMITS = {
  maxFlipRate: { type: 'number', above: 0, below: 1 },
  maxExcessFlipRate: { type: 'number', above: 0, below: 1 },
} as const

/** What is bounded, and the trials of each prompt that it takes. */
export function flipLimit({
  maxFlipRate = 0,
  maxExcessFlipRate,
}: FlipLimits): Pick<ClaimDesign, 'statistic' | 'range' | 'limit' | 'sense'> & { readonly trials: number } {
  return maxExcessFlipRate === undefined
    ? { statistic: 'flip rate', range: [0, 1], limit: maxFlipRate, sense: 'at most', trials: 1 }
    : { statistic: 'excess flip rate', range: [-1, 1], limit: maxExcessFlipRate, sense: 'at most', trials: 2 }
}
