import { UsageError } from '../types/index.ts'
import { seededRandom } from './seededRandom.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { quantileOfSorted } from './quantileOf.ts'
import { mustBeCount, mustBeFinite, mustBeInside } from './checks.ts'

/** Settings of a bootstrap: how often it draws, and how it reads an interval off the draws. */
export interface BootstrapOptions {
  /** The seed of the draws, a whole number: the same seed gives the same interval. */
  readonly seed: number
  /** The number of draws, a whole number from 1. Default: 10,000. */
  readonly resamples?: number
  /** The confidence level, in (0, 1). Default: 0.95. */
  readonly level?: number
  /** The way from the draws to an interval. Default: `BCa`. */
  readonly method?: BootstrapMethod
}

/** `BCa`: bias-corrected and accelerated. `percentile`: the plain quantiles of the draws. */
export type BootstrapMethod = 'BCa' | 'percentile'

/** An estimate with its bootstrap interval. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** `percentile` also where BCa was asked for and is undefined; `reason` then says why. */
  readonly method: BootstrapMethod
  readonly reason?: string
}

/**
 * Interval for the mean of `values` by resampling whole groups with replacement: values of one group are not independent.
 * The same `seed` gives the same interval. An interval of no width says only that nothing varied in these data. (Davison
 * and Hinkley 1997, section 3.8.) Throws `UsageError` for values that are not finite, for a list of groups of another
 * length, for impossible options, and for a single group.
 * @example companions('measure').clusteredBootstrap([1, 0, 1, 1, 0, 1], ['a', 'a', 'b', 'b', 'c', 'c'], { seed: 1 }) // 0.5 to 1
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

/** One value that belongs to a unit of each factor, e.g. an example (or its group) and an instruction. */
export interface CrossedValue {
  readonly row: string
  readonly column: string
  readonly value: number
}

/**
 * Interval for the mean of crossed data by resampling rows and columns independently, cells missing or not: for a claim
 * about examples and instructions alike. A little too wide by design. (Owen 2007, "The pigeonhole bootstrap", Annals of
 * Applied Statistics 1(2).) Throws `UsageError` for values that are not finite, for impossible options, and for fewer than
 * two rows or columns.
 */
export function twoWayBootstrap(cells: readonly CrossedValue[], options: BootstrapOptions): BootstrapInterval {
  const settings = bootstrapSettings('twoWayBootstrap', options)
  const values = cells.map(({ value }) => value)
  const [rows, columns] = [indexOf(cells.map(({ row }) => row)), indexOf(cells.map(({ column }) => column))]
  const factors = [cells.map(({ row }) => row), cells.map(({ column }) => column)].map((names) =>
    sumsByGroup('twoWayBootstrap', values, names),
  )
  if (rows.size < 2 || columns.size < 2) {
    throw new UsageError(`twoWayBootstrap: needs at least 2 rows and 2 columns, got ${rows.size} and ${columns.size}`)
  }
  const sum = values.reduce((a, b) => a + b, 0)
  const leftOut = factors.map((units) => units.map((unit) => (sum - unit.sum) / (cells.length - unit.count)))
  const usable = leftOut.map((statistics) => (statistics.every(Number.isFinite) ? statistics : []))
  const random = seededRandom(settings.seed)
  const byColumn = columnsOf(cells, rows, columns)
  const [rowWeights, columnWeights] = [new Int32Array(rows.size), new Int32Array(columns.size)]
  const replicate = (): number => {
    drawWeights(rowWeights, random)
    drawWeights(columnWeights, random)
    let [drawnSum, drawnCount] = [0, 0]
    for (const [at, column] of byColumn.entries()) {
      const weight = columnWeights[at]!
      if (weight === 0) continue
      let [columnSum, columnCount] = [0, 0]
      for (let index = 0; index < column.rows.length; index++) {
        const times = rowWeights[column.rows[index]!]!
        columnCount += times
        columnSum += times * column.values[index]!
      }
      drawnSum += weight * columnSum
      drawnCount += weight * columnCount
    }
    return drawnCount === 0 ? replicate() : drawnSum / drawnCount // a sparse grid can be drawn empty: draw again
  }
  const replicates = new Float64Array(settings.resamples).map(replicate)
  return bootstrapInterval(replicates, sum / cells.length, usable, settings)
}

/** Counts how often each unit is drawn when as many are drawn, with replacement, as there are. */
function drawWeights(weights: Int32Array, random: () => number): void {
  weights.fill(0)
  for (let index = 0; index < weights.length; index++) weights[Math.floor(random() * weights.length)]!++
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map([...new Set(names)].map((name, index) => [name, index]))
}

function columnsOf(
  cells: readonly CrossedValue[],
  rows: ReadonlyMap<string, number>,
  columns: ReadonlyMap<string, number>,
): { readonly rows: Int32Array; readonly values: Float64Array }[] {
  const byColumn = Map.groupBy(cells, ({ column }) => column)
  return [...columns.keys()].map((name) => {
    const column = byColumn.get(name)!
    return {
      rows: Int32Array.from(column, ({ row }) => rows.get(row)!),
      values: Float64Array.from(column, ({ value }) => value),
    }
  })
}

/** Returns the options with their defaults. Throws `UsageError` for options that cannot be. */
export function bootstrapSettings(where: string, options: BootstrapOptions): Required<BootstrapOptions> {
  const { seed, resamples = 10_000, level = 0.95, method = 'BCa' as BootstrapMethod } = options
  mustBeCount(where, 'resamples', resamples, 1)
  mustBeInside(where, 'level', level)
  return { seed, resamples, level, method }
}

/** The number of a group's values, and their sum. */
export interface GroupSum {
  readonly count: number
  readonly sum: number
}

/**
 * Returns the groups in order of first appearance; `groups[i]` names the group of `values[i]`. Throws `UsageError` for
 * values that are not finite, and where the two lists differ in length.
 */
export function sumsByGroup(where: string, values: readonly number[], groups: readonly string[]): GroupSum[] {
  mustBeFinite(where, values)
  if (values.length !== groups.length) {
    throw new UsageError(
      `${where}: got ${values.length} values and ${groups.length} groups: name the group of each value`,
    )
  }
  const sums = new Map<string, { count: number; sum: number }>()
  for (let index = 0; index < groups.length; index++) {
    const known = sums.get(groups[index]!)
    if (known === undefined) sums.set(groups[index]!, { count: 1, sum: 0 + values[index]! })
    else {
      known.count += 1
      known.sum += values[index]!
    }
  }
  return [...sums.values()]
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

/**
 * Returns the acceleration, (1/6) Σ U³/n³ / (Σ U²/n²)^(3/2), summed over factors, where U = (n − 1)(mean of the left-out
 * statistics − each); 0 if none varies.
 */
function accelerationOf(leftOut: readonly (readonly number[])[]): number {
  let [cubes, squares] = [0, 0]
  for (const statistics of leftOut) {
    const n = statistics.length
    const mean = statistics.reduce((sum, value) => sum + value, 0) / n
    for (const value of statistics) {
      const influence = ((n - 1) * (mean - value)) / n
      cubes += influence * influence * influence
      squares += influence * influence
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares))
}
