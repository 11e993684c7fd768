import { canonicalJson } from '../hash/index.ts'
import type { Observation } from '../words/index.ts'
import type { Metric, MetricContext } from './defineMetric.ts'

/**
 * The promises of a metric that it breaks on these observations, one sentence each; empty if it keeps them all: null
 * with a reason on no data, a value within its range, order irrelevant, input left alone, outcome shares that add up.
 * For tests of metrics of your own.
 */
export function metricContract(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
): readonly string[] {
  const broken: string[] = []
  const before = canonicalJson(cells)
  const none = metric.compute([], context)
  if (none.value !== null || !none.reason) broken.push('without observations it is not null with a reason')
  const found = metric.compute(cells, context)
  if (found.value === null) {
    if (!found.reason) broken.push('null without a reason')
  } else if (!Number.isFinite(found.value) || found.value < metric.range[0] || found.value > metric.range[1]) {
    broken.push(`${found.value} is outside [${metric.range.join(', ')}]`)
  }
  if (canonicalJson(metric.compute(cells.toReversed(), context)) !== canonicalJson(found)) {
    broken.push('the order of the observations matters')
  }
  if (canonicalJson(cells) !== before) broken.push('the observations were changed')
  const total = Object.values(found.rates).reduce((sum, rate) => sum + rate, 0)
  if (cells.length > 0 && Math.abs(total - 1) > 1e-9) broken.push(`the outcome shares add up to ${total}`)
  return broken
}
