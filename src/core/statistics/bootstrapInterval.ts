import { normalCdf } from './normalCdf.ts'
import { normalQuantile } from './normalQuantile.ts'
import { quantileOfSorted } from './quantileOf.ts'

/** What a bootstrap draws and how it reads the draws. */
export interface BootstrapOptions {
  readonly seed: number
  /** Default 10,000. */
  readonly resamples?: number
  /** Confidence level; default 0.95. */
  readonly level?: number
  /** Default `BCa`. */
  readonly method?: BootstrapMethod
}

/** Bias-corrected and accelerated, or the plain quantiles of the draws. */
export type BootstrapMethod = 'BCa' | 'percentile'

/** An estimate with its bootstrap interval. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** `percentile` also where BCa was asked for and is undefined: then `reason` says why. */
  readonly method: BootstrapMethod
  readonly reason?: string
}

/**
 * Percentile or bias-corrected and accelerated interval from bootstrap replicates. `leftOut` holds, for each factor that
 * was resampled, the statistic without each of its units. (Efron 1987, JASA 82; Efron and Tibshirani 1993, chapter 14.)
 * Replicates equal to the estimate count half for the bias, as answers make many ties.
 */
export function bootstrapInterval(
  replicates: Float64Array,
  estimate: number,
  leftOut: readonly (readonly number[])[],
  { level, method }: { readonly level: number; readonly method: BootstrapMethod },
): BootstrapInterval {
  const sorted = replicates.toSorted()
  const tail = (1 - level) / 2
  const between = (low: number, high: number) => ({
    estimate,
    low: quantileOfSorted(sorted, low),
    high: quantileOfSorted(sorted, high),
  })
  if (method === 'percentile') return { ...between(tail, 1 - tail), method }
  const near = 1e-12 * Math.max(1, Math.abs(estimate)) // sums in another order differ in their last digits
  const below = sorted.reduce(
    (sum, value) => sum + (value < estimate - near ? 1 : value <= estimate + near ? 0.5 : 0),
    0,
  )
  const bias = normalQuantile(below / sorted.length)
  const acceleration = accelerationOf(leftOut)
  const share = (z: number) => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)))
  const [low, high] = [share(normalQuantile(tail)), share(normalQuantile(1 - tail))]
  if (Number.isFinite(bias) && low < high) return { ...between(low, high), method }
  const reason = 'BCa is undefined: the estimate lies at or beyond the end of its replicates'
  return { ...between(tail, 1 - tail), method: 'percentile', reason }
}

/** (1/6) Σ U³/n³ / (Σ U²/n²)^(3/2), summed over factors, U = (n − 1)(mean of the left-out statistics − each); 0 if none varies. */
function accelerationOf(leftOut: readonly (readonly number[])[]): number {
  let [cubes, squares] = [0, 0]
  for (const statistics of leftOut) {
    const n = statistics.length
    const mean = statistics.reduce((sum, value) => sum + value, 0) / n
    for (const value of statistics) {
      const influence = ((n - 1) * (mean - value)) / n
      cubes += influence ** 3
      squares += influence ** 2
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
