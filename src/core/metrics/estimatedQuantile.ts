import { quantileOf } from '../statistics/index.ts'
import { defineMetric, type Metric } from './defineMetric.ts'
import { twoWayLogistic } from './twoWayLogistic.ts'

/** The quantile at `share` of the variants’ mean scores over all examples, estimated from a partial grid. */
export function estimatedQuantile(share: number): Metric {
  return defineMetric({
    name: `${Math.round(100 * share)}% quantile over variants, estimated`,
    summary: `${Math.round(100 * share)}% of the variants score at most this, unasked cells filled in by a two-way logistic model`,
    source: 'Maia Polo et al., PromptEval, NeurIPS 2024, arXiv 2405.17202',
    range: [0, 1],
    compute: (cells) => ({ value: quantileOf(twoWayLogistic(cells), share) }),
  })
}
