import { UsageError } from '../types/index.ts'
import { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from './bootstrapInterval.ts'
import { bootstrapSettings } from './bootstrapSettings.ts'
import { seededRandom } from './seededRandom.ts'
import { sumsByGroup } from './sumsByGroup.ts'

/** One value that belongs to a unit of each factor, e.g. an example (or its group) and an instruction. */
export interface CrossedValue {
  readonly row: string
  readonly column: string
  readonly value: number
}

/**
 * Interval for the mean of crossed data by resampling rows and columns independently, cells missing or not: for a claim
 * about examples and instructions alike. A little too wide by design. (Owen 2007, "The pigeonhole bootstrap", Annals of
 * Applied Statistics 1(2).) Throws `UsageError` on bad input and for fewer than two rows or columns.
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
    draw(rowWeights, random)
    draw(columnWeights, random)
    let [drawnSum, drawnCount] = [0, 0]
    for (const [at, column] of byColumn.entries()) {
      const weight = columnWeights[at]!
      if (weight === 0) continue
      let [ofSum, ofCount] = [0, 0]
      for (let index = 0; index < column.rows.length; index++) {
        const times = rowWeights[column.rows[index]!]!
        ofCount += times
        ofSum += times * column.values[index]!
      }
      drawnSum += weight * ofSum
      drawnCount += weight * ofCount
    }
    return drawnCount === 0 ? replicate() : drawnSum / drawnCount // a sparse grid can be drawn empty: draw again
  }
  const replicates = new Float64Array(settings.resamples).map(replicate)
  return bootstrapInterval(replicates, sum / cells.length, usable, settings)
}

/** How often each unit is drawn when as many are drawn, with replacement, as there are. */
function draw(weights: Int32Array, random: () => number): void {
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
    const of = byColumn.get(name)!
    return {
      rows: Int32Array.from(of, ({ row }) => rows.get(row)!),
      values: Float64Array.from(of, ({ value }) => value),
    }
  })
}
