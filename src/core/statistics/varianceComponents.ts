import { UsageError, type VarianceComponents } from '../types/index.ts'
import { mustBeFinite } from './checks.ts'
import type { CrossedValue } from './bootstrap.ts'

/** A pivot smaller than this share of the greatest coefficient counts as none. */
const SINGULAR = 1e-9

/**
 * Components of variance of value = mean + row + column + row × column + repeat, all random, from unbalanced crossed
 * data with or without empty cells: Henderson's method 1, which equates uncorrected sums of squares with their
 * expectations (Henderson 1953, Biometrics 9; Searle 1971, "Linear Models", chapter 11). On balanced data it is the
 * usual analysis of variance. Unbiased, so a component can come out negative: it is given as 0 together with its raw value.
 * `trials` is `null` where no cell has two values; then the interaction holds the repeats' variance. Returns a reason
 * where the layout cannot tell the components apart. Throws `UsageError` on values that are not finite.
 */
export function varianceComponents(cells: readonly CrossedValue[]): VarianceComponents | { readonly reason: string } {
  if (cells.length === 0) throw new UsageError('varianceComponents: needs at least 1 value, got 0')
  mustBeFinite(
    'varianceComponents',
    cells.map(({ value }) => value),
  )
  const rows = tally(cells, ({ row }) => row)
  const columns = tally(cells, ({ column }) => column)
  const pairs = tally(cells, keyOfPair)
  if (rows.size < 2) return { reason: 'one example cannot show how examples vary' }
  if (columns.size < 2) return { reason: 'one instruction cannot show how instructions vary' }
  const n = cells.length
  const centre = cells.reduce((sum, { value }) => sum + value, 0) / n
  const between = (groups: ReadonlyMap<string, GroupTally>) =>
    [...groups.values()].reduce((total, { sum, count }) => total + (sum - count * centre) ** 2 / count, 0)
  const [betweenRows, betweenColumns, betweenPairs] = [between(rows), between(columns), between(pairs)]
  // Σ n_ij² / n_i and Σ n_ij² / n_j
  let [withinRows, withinColumns] = [0, 0]
  for (const [key, { count }] of pairs) {
    const [row, column] = JSON.parse(key) as [string, string]
    withinRows += count ** 2 / rows.get(row)!.count
    withinColumns += count ** 2 / columns.get(column)!.count
  }
  // Rounding is not variance: answers that never vary have exactly none.
  const dust = 1e-12 * cells.reduce((sum, { value }) => sum + (value - centre) ** 2, 0)
  const withinPairs = within(cells, pairs)
  const trials = n === pairs.size ? null : withinPairs <= dust ? 0 : withinPairs / (n - pairs.size)
  const noise = trials ?? 0
  const solved = solveLinear(
    [
      [0, n - withinRows, n - withinRows],
      [n - withinColumns, 0, n - withinColumns],
      [n - squares(rows) / n, withinRows - squares(columns) / n, withinRows - squares(pairs) / n],
    ],
    [
      betweenPairs - betweenRows - (pairs.size - rows.size) * noise,
      betweenPairs - betweenColumns - (pairs.size - columns.size) * noise,
      betweenRows - (rows.size - 1) * noise,
    ],
  )
  if (solved === null) {
    return { reason: 'too few examples were asked under several instructions to tell the components apart' }
  }
  const [a, b, ab] = solved.map((raw) => component(Math.abs(raw) <= dust / n ? 0 : raw))
  return {
    examples: a!,
    instructions: b!,
    interaction: ab!,
    trials: trials === null ? null : component(trials),
  }
}

interface GroupTally {
  readonly count: number
  readonly sum: number
}

function tally(cells: readonly CrossedValue[], keyOf: (cell: CrossedValue) => string): Map<string, GroupTally> {
  const groups = new Map<string, GroupTally>()
  for (const cell of cells) {
    const key = keyOf(cell)
    const { count, sum } = groups.get(key) ?? { count: 0, sum: 0 }
    groups.set(key, { count: count + 1, sum: sum + cell.value })
  }
  return groups
}

function component(raw: number): { readonly value: number; readonly raw: number } {
  return { value: Math.max(0, raw), raw }
}

function squares(groups: ReadonlyMap<string, GroupTally>): number {
  return [...groups.values()].reduce((sum, { count }) => sum + count ** 2, 0)
}

function keyOfPair({ row, column }: CrossedValue): string {
  return JSON.stringify([row, column])
}

/** Sum of squares of repeats around their own mean. */
function within(cells: readonly CrossedValue[], pairs: ReadonlyMap<string, GroupTally>): number {
  return cells.reduce((total, cell) => {
    const { count, sum } = pairs.get(keyOfPair(cell))!
    return total + (cell.value - sum / count) ** 2
  }, 0)
}

/** Solves a small square system by Gaussian elimination with partial pivoting; `null` where it has no single solution. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, at) => [...row, right[at]!])
  const size = rows.length
  const least = SINGULAR * Math.max(...matrix.flat().map(Math.abs))
  for (let at = 0; at < size; at++) {
    let best = at
    for (let row = at + 1; row < size; row++) if (Math.abs(rows[row]![at]!) > Math.abs(rows[best]![at]!)) best = row
    const pivot = rows[best]!
    if (!(Math.abs(pivot[at]!) > least)) return null
    rows[best] = rows[at]!
    rows[at] = pivot
    for (let row = 0; row < size; row++) {
      if (row === at) continue
      const factor = rows[row]![at]! / pivot[at]!
      rows[row] = rows[row]!.map((value, column) => value - factor * pivot[column]!)
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!)
}
