import { UsageError } from '../types/index.ts'
import type { BootstrapInterval, BootstrapOptions } from './bootstrap.ts'
import { bootstrapInterval, bootstrapSettings, sumsByGroup, twoWayBootstrap } from './bootstrap.ts'
import { mustBePValues } from './checks.ts'
import { clopperPearson, wilson } from './rateIntervals.ts'
import { mcnemarExact, pairedPermutation } from './exactTests.ts'
import { seededRandom } from './seededRandom.ts'

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
export function companions(of: Measured): typeof FIXED {
  const mode = typeof of === 'string' ? of : of.evidence.mode
  if (mode === 'measure') return FIXED
  throw new UsageError(
    `fixed-size statistics are refused on ${mode} data: a gate stops as soon as it can decide, so their error rates do ` +
      "not hold; use the claim's own bound, or a run in measure mode",
  )
}

/** Holm's step-down adjusted p-values, in the order given: family-wise error under any dependence. (Holm 1979, Scandinavian Journal of Statistics 6.) */
export function holm(pValues: readonly number[]): number[] {
  mustBePValues('holm', pValues)
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = pValues.map(() => 0)
  let most = 0
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = most
  }
  return adjusted
}

/**
 * Interval for the mean of `values` by resampling whole groups with replacement: values of one group are not independent.
 * The same `seed` gives the same interval. An interval of no width says only that nothing varied in these data.
 * (Davison and Hinkley 1997, section 3.8.) Throws `UsageError` on bad input and for a single group.
 */
export function clusteredBootstrap(
  values: readonly number[],
  groups: readonly string[],
  options: BootstrapOptions,
): BootstrapInterval {
  const settings = bootstrapSettings('clusteredBootstrap', options)
  const units = sumsByGroup('clusteredBootstrap', values, groups)
  if (units.length < 2)
    throw new UsageError('clusteredBootstrap: one group cannot show how groups vary: give at least 2')
  const counts = Float64Array.from(units, ({ count }) => count)
  const sums = Float64Array.from(units, ({ sum }) => sum)
  const [count, sum] = [values.length, sums.reduce((a, b) => a + b, 0)]
  const leftOut = units.map((unit) => (sum - unit.sum) / (count - unit.count))
  const random = seededRandom(settings.seed)
  const replicates = new Float64Array(settings.resamples).map(() => {
    let [drawnSum, drawnCount] = [0, 0]
    for (let draw = 0; draw < counts.length; draw++) {
      const unit = Math.floor(random() * counts.length)
      drawnSum += sums[unit]!
      drawnCount += counts[unit]!
    }
    return drawnSum / drawnCount
  })
  return bootstrapInterval(replicates, sum / count, [leftOut], settings)
}
