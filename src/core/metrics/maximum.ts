import { variantMeans } from './_internal/cells.ts'
import { greatest } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** MaxP: the mean score of the best variant. Biased upwards where variants are asked on few examples. */
export const maximum = defineMetric({
  name: 'maximum over variants',
  summary: 'accuracy of the best variant',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  better: 'more',
  interval: { none: 'resampling sources does not show how far an extreme of the variants is off' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells) => ({ value: greatest(variantMeans(cells)) }),
})
