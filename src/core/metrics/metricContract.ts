import { canonicalJson } from '../hash/index.ts'
import type { Observation } from '../types/index.ts'
import { mean } from './_internal/formulas.ts'
import { unitValues } from './_internal/unitValues.ts'
import { applicableCells, declarationComplaint } from './defineMetric.ts'
import type { Metric, MetricContext } from './metric.ts'

/** The rounding error of a mean that is allowed, as a part of its size. */
const ROUNDING = 1e-9

/**
 * Lists the promises of a metric that it breaks on these observations, one sentence each; the list is empty if it keeps
 * them all. It must have a declaration that can work, be `null` with a reason on no data, have a value within its
 * range, be the mean that its interval says it is, not depend on the order, leave its input alone, and have outcome
 * shares that add up. It is for tests of metrics of your own.
 *
 * @example
 * const cells: readonly Observation[] = [] // the lines of a run's observations.jsonl
 * metricContract(metrics.flipRate, cells, { canonical: 'qa-boolean-s01', seen: null, labels: null }) // => []
 */
export function metricContract(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
): readonly string[] {
  const wrong = declarationComplaint(metric)
  if (wrong !== null) return [wrong]
  const broken: string[] = []
  const before = canonicalJson(cells)
  const none = metric.compute([], context)
  if (none.value !== null || !none.reason) broken.push('without observations it is not null with a reason')
  const found = metric.compute(cells, context)
  if (found.value === null) {
    if (!found.reason) broken.push('null without a reason')
  } else if (!Number.isFinite(found.value) || found.value < metric.range[0] || found.value > metric.range[1]) {
    broken.push(`${found.value} is outside [${metric.range.join(', ')}]`)
  } else broken.push(...otherMean(metric, cells, context, found.value))
  if (canonicalJson(metric.compute(cells.toReversed(), context)) !== canonicalJson(found)) {
    broken.push('the order of the observations matters')
  }
  if (canonicalJson(cells) !== before) broken.push('the observations were changed')
  const total = Object.values(found.rates).reduce((sum, rate) => sum + rate, 0)
  if (cells.length > 0 && Math.abs(total - 1) > 1e-9) broken.push(`the outcome shares add up to ${total}`)
  return broken
}

/**
 * Says where the mean of the units' values is another than the metric: the interval is made from those values, so that the
 * two must be equal.
 */
function otherMean(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
  value: number,
): readonly string[] {
  const units = unitValues(metric, applicableCells(cells, context.canonical), context)
  if (units === null || !('meanOver' in metric.interval)) return []
  const { meanOver } = metric.interval
  if (units.values.length === 0) return [`it has a value, and none of its ${meanOver} has one`]
  const found = mean(units.values)
  if (Math.abs(found - value) <= ROUNDING * Math.max(1, Math.abs(value))) return []
  return [`its interval says that it is a mean over ${meanOver}, and the mean of theirs is ${found}, not ${value}`]
}
