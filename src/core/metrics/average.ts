import { variantMeans } from './cells.ts'
import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** AvgP: the mean of the variants’ mean scores, each variant with the same weight. */
export const average = defineMetric({
  name: 'average over variants',
  summary: 'mean of the variants’ accuracies',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  compute: (cells) => ({ value: mean(variantMeans(cells)) }),
})
