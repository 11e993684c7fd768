import { quantileOf } from '../statistics/index.ts'
import { variantMeans } from './_internal/cells.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS, type Metric } from './metric.ts'

/** Makes the metric of the quantile at `share` of the variants’ mean scores over the cells that were asked. */
export function variantQuantile(share: number): Metric {
  return defineMetric({
    name: `${Math.round(100 * share)}% quantile over variants`,
    summary: `${Math.round(100 * share)}% of the variants score at most this`,
    source: 'Maia Polo et al., PromptEval, NeurIPS 2024, arXiv 2405.17202; Hyndman and Fan 1996, type 7',
    range: [0, 1],
    better: 'more',
    interval: { none: 'a quantile of the variants is no mean over sources' },
    slices: OF_SEVERAL_VARIANTS,
    compute: (cells) => ({ value: quantileOf(variantMeans(cells), share) }),
  })
}
