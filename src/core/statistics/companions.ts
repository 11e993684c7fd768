import { UsageError } from '../words/index.ts'
import { type BootstrapInterval, bootstrapInterval, type BootstrapOptions } from './bootstrapInterval.ts'
import { bootstrapSettings } from './bootstrapSettings.ts'
import { mustBeFinite, mustBeInside, mustBePValues } from './checks.ts'
import { clopperPearson } from './clopperPearson.ts'
import { leastWhere } from './leastWhere.ts'
import { mcnemarExact } from './mcnemarExact.ts'
import { pairedPermutation } from './pairedPermutation.ts'
import { type Design, power } from './power.ts'
import { seededRandom } from './seededRandom.ts'
import { sumsByGroup } from './sumsByGroup.ts'
import { twoWayBootstrap } from './twoWayBootstrap.ts'
import { wilson } from './wilson.ts'

const FIXED = {
  benjaminiHochberg,
  clopperPearson,
  clusteredBootstrap,
  clusteredStandardError,
  holm,
  mcnemarExact,
  minimumDetectableEffect,
  pairedBootstrap,
  pairedPermutation,
  power,
  sampleSize,
  signTest,
  twoWayBootstrap,
  wilson,
} as const

/** How the data came about: a run, or its mode. */
export type Measured = 'gate' | 'measure' | { readonly evidence: { readonly mode: 'gate' | 'measure' } }

/**
 * Statistics for data of a size fixed beforehand: `companions(run).wilson(…)`. Throws `UsageError` unless the run
 * measured: a gate stops when the data look decisive, so that fixed-size errors do not hold.
 */
export function companions(of: Measured): typeof FIXED {
  const mode = typeof of === 'string' ? of : of.evidence.mode
  if (mode === 'measure') return FIXED
  throw new UsageError(
    `fixed-size statistics are refused on ${mode} data: a gate stops as soon as it can decide, so their error rates do ` +
      "not hold; use the claim's own bound, or a run in measure mode",
  )
}

/**
 * Two-sided p-value of the sign test over datasets: one difference for each dataset, ties left out; 1 without any.
 * (Demšar 2006, JMLR 7.) Throws `UsageError` for no or infinite differences.
 */
export function signTest(differences: readonly number[]): number {
  mustBeFinite('signTest', differences)
  const above = differences.filter((difference) => difference > 0).length
  return mcnemarExact(above, differences.filter((difference) => difference < 0).length)
}

/** Step-up adjusted p-values, in the order given: false discovery rate. (Benjamini and Hochberg 1995, JRSS B.) */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  mustBePValues('benjaminiHochberg', pValues)
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[b]! - pValues[a]!)
  const adjusted = pValues.map(() => 0)
  let most = 1
  for (const [rank, index] of order.entries()) {
    most = Math.min(most, (pValues.length / (pValues.length - rank)) * pValues[index]!)
    adjusted[index] = most
  }
  return adjusted
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
 * Interval for a mean difference by resampling pairs: one difference for each independent unit. (Efron 1979.)
 * Throws `UsageError` on bad input and for fewer than two differences.
 */
export function pairedBootstrap(differences: readonly number[], options: BootstrapOptions): BootstrapInterval {
  mustBeFinite('pairedBootstrap', differences, 2)
  bootstrapSettings('pairedBootstrap', options) // says what is wrong with the options
  return clusteredBootstrap(differences, [...differences.keys()].map(String), options)
}

/**
 * Standard error of the mean of `values` where those of one group are not independent: cluster-robust, with the
 * correction G/(G − 1) for few groups. `null` for a single group, whose spread nothing shows. With groups of one it is the
 * usual s/√n. (Liang and Zeger 1986; Miller 2024, "Adding error bars to evals", arXiv 2411.00640.)
 * Throws `UsageError` on bad input.
 */
export function clusteredStandardError(values: readonly number[], groups: readonly string[]): number | null {
  const sums = sumsByGroup('clusteredStandardError', values, groups)
  if (sums.length < 2) return null
  const mean = sums.reduce((total, { sum }) => total + sum, 0) / values.length
  const squares = sums.reduce((total, { count, sum }) => total + (sum - count * mean) ** 2, 0)
  return Math.sqrt((sums.length / (sums.length - 1)) * squares) / values.length
}

/**
 * The least effect that n units (of each sample) find with a chance of `wanted`: added to the rate, for two proportions
 * (for losses, ask with 1 − rate). `null` if not even the greatest possible effect is found.
 * Throws `UsageError` for whatever `power` refuses.
 */
export function minimumDetectableEffect(design: Design, n: number, wanted = 0.8, alpha = 0.05): number | null {
  mustBeInside('minimumDetectableEffect', 'wanted', wanted)
  power(design, 0, n, alpha) // says what is wrong with the design
  const most = design.kind === 'two proportions' ? 1 - design.rate : 1e6 * design.deviation
  const found = (effect: number) => power(design, effect, n, alpha) >= wanted
  return most > 0 && found(most) ? leastWhere(found, most) : null
}

/**
 * The least n (of each sample) from which `power` reaches `wanted`; `null` if ten million are not enough.
 * Throws `UsageError` for an effect of 0 and whatever `power` refuses.
 */
export function sampleSize(design: Design, effect: number, wanted = 0.8, alpha = 0.05): number | null {
  mustBeInside('sampleSize', 'wanted', wanted)
  if (effect === 0) throw new UsageError('sampleSize: no number of units finds an effect of 0')
  const enough = (n: number) => power(design, effect, n, alpha) >= wanted
  let high = 1
  while (!enough(high)) {
    if (high > 1e7) return null
    high *= 2
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
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
