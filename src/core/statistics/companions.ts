import { UsageError } from '../types/index.ts'
import { clusteredBootstrap, twoWayBootstrap } from './bootstrap.ts'
import { holm, mcnemarExact, pairedPermutation } from './exactTests.ts'
import { clopperPearson, wilson } from './rateIntervals.ts'

const FIXED = {
  /**
   * The exact interval of a rate from a fixed number of trials at a confidence level in (0, 1), both ends in [0, 1].
   * (Clopper and Pearson 1934, Biometrika 26.) Throws `UsageError` for impossible counts or levels.
   *
   * @example
   * const [low, high] = companions('measure').clopperPearson(48, 50, 0.95)
   * low.toFixed(3) // => '0.863'
   * high.toFixed(3) // => '0.995'
   */
  clopperPearson,
  /**
   * The interval of a mean by resampling whole sources, because values of one source are not independent; it is in the
   * unit of the values. (Davison and Hinkley 1997, section 3.8.) Throws `UsageError` on bad input and for a single
   * source.
   *
   * @example
   * const values = [1, 1, 0, 1, 0, 0]
   * const sources = ['a', 'a', 'b', 'b', 'c', 'c']
   * const { low, estimate, high } = companions('measure').clusteredBootstrap(values, sources, { seed: 1 })
   * low <= estimate && estimate <= high // => true
   */
  clusteredBootstrap,
  /**
   * Holm's step-down adjusted p-values, each in [0, 1], in the order given: they hold the family-wise error under any
   * dependence. (Holm 1979, Scandinavian Journal of Statistics 6.) Throws `UsageError` for numbers outside [0, 1].
   *
   * @example
   * companions('measure').holm([0.01, 0.04, 0.03]) // => [0.03, 0.06, 0.06]
   */
  holm,
  /**
   * The two-sided p-value of the exact McNemar test, in (0, 1]: how many sources one release gained and how many it
   * lost against another. (McNemar 1947, Psychometrika 12; Fay 2010, The R Journal 2.) Throws `UsageError` for anything
   * but counts.
   *
   * @example
   * companions('measure').mcnemarExact(1, 9).toFixed(4) // => '0.0215'
   */
  mcnemarExact,
  /**
   * The paired permutation test of a mean difference of 0, with one difference for each independent source; its p-value
   * is in (0, 1]. (Fisher 1935; Phipson and Smyth 2010 for drawn signs.) Throws `UsageError` for no or infinite
   * differences.
   *
   * @example
   * companions('measure').pairedPermutation([1, 1, 0, -1, 1, 1], { seed: 1 }).pValue // => 0.375
   */
  pairedPermutation,
  /**
   * The interval of a mean over examples and instructions alike, by resampling both; it is in the unit of the values.
   * (Owen 2007, Annals of Applied Statistics 1.) Throws `UsageError` on bad input and for fewer than two rows or
   * columns.
   *
   * @example
   * const rows = ['e1', 'e2', 'e3']
   * const columns = ['s1', 's2']
   * const cells = rows.flatMap((row) => columns.map((column) => ({ row, column, value: row === 'e1' ? 0 : 1 })))
   * const { low, high } = companions('measure').twoWayBootstrap(cells, { seed: 1 })
   * low < high // => true
   */
  twoWayBootstrap,
  /**
   * Wilson's score interval of a rate from a fixed number of independent trials at a confidence level in (0, 1), both
   * ends in [0, 1], without continuity correction. (Wilson 1927, JASA 22.) Throws `UsageError` for impossible counts or
   * levels.
   *
   * @example
   * const [low, high] = companions('measure').wilson(48, 50, 0.95)
   * low.toFixed(3) // => '0.865'
   * high.toFixed(3) // => '0.989'
   */
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
