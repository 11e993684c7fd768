import { variantMeans } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** AvgP: the mean of the variants’ mean scores, each variant with the same weight. */
export const average = defineMetric({
  name: 'average over variants',
  summary: 'mean of the variants’ accuracies',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  better: 'more',
  interval: { none: 'the variants weigh the same, so it is no mean over sources' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells) => ({ value: mean(variantMeans(cells)) }),
})
