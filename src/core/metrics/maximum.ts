import { variantMeans } from './cells.ts'
import { greatest } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** MaxP: the mean score of the best variant. Biased upwards where variants are asked on few examples. */
export const maximum = defineMetric({
  name: 'maximum over variants',
  summary: 'accuracy of the best variant',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  compute: (cells) => ({ value: greatest(variantMeans(cells)) }),
})
