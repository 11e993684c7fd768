import { UsageError } from '../types/index.ts'
import { clusteredBootstrap, twoWayBootstrap } from './bootstrap.ts'
import { holm, mcnemarExact, pairedPermutation } from './exactTests.ts'
import { clopperPearson, wilson } from './rateIntervals.ts'

const FIXED = {
  clopperPearson,
  clusteredBootstrap,
  holm,
  mcnemarExact,
  pairedPermutation,
  twoWayBootstrap,
  wilson,
} as const

/** A `Measured` says how the data came about: it is a run, or a run's mode. */
export type Measured = 'gate' | 'measure' | { readonly evidence: { readonly mode: 'gate' | 'measure' } }

/**
 * The companions are statistics for data of a size fixed beforehand: `companions(run).wilson(…)`. They are refused on
 * gate data, because a gate stops when the data look decisive, so that errors of a fixed size do not hold. Throws
 * `UsageError` unless the run measured.
 *
 * @example
 * const { mcnemarExact, holm } = companions('measure')
 * mcnemarExact(1, 9).toFixed(4) // => '0.0215'
 * holm([0.01, 0.04, 0.03]) // => [0.03, 0.06, 0.06]
 */
export function companions(measured: Measured): typeof FIXED {
  const mode = typeof measured === 'string' ? measured : measured.evidence.mode
  if (mode === 'measure') return FIXED
  throw new UsageError(
    `fixed-size statistics are refused on ${mode} data: a gate stops as soon as it can decide, so their error rates do ` +
      "not hold; use the claim's own bound, or a run in measure mode",
  )
}
