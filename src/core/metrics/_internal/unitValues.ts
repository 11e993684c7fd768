import type { Observation } from '../../types/index.ts'
import type { Metric, MetricContext } from '../metric.ts'
import { perExample } from './cells.ts'

/** The values whose mean a metric declares itself to be, each with its source; a value that counts twice is there twice. */
export interface UnitValues {
  readonly values: readonly number[]
  readonly groups: readonly string[]
}

/** Computes a metric on each cell, example or source alone, as its interval declares; `null` for a metric that is no mean. */
export function unitValues(metric: Metric, cells: readonly Observation[], context: MetricContext): UnitValues | null {
  const { interval } = metric
  if (!('meanOver' in interval)) return null
  const values: number[] = []
  const groups: string[] = []
  for (const unit of unitsOf(interval.meanOver, cells)) {
    const { value } = metric.compute(unit, context)
    if (value === null) continue
    const times = interval.weight?.(unit, context) ?? 1
    for (let time = 0; time < times; time++) {
      values.push(value)
      groups.push(unit[0]!.group)
    }
  }
  return { values, groups }
}

function unitsOf(
  over: 'cells' | 'examples' | 'sources',
  cells: readonly Observation[],
): Iterable<readonly Observation[]> {
  if (over === 'examples') return perExample(cells)
  if (over === 'sources') return Map.groupBy(cells, ({ group }) => group).values()
  return cells.values().map((cell) => [cell])
}
