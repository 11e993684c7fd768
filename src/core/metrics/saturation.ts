import { variantMeans } from './cells.ts'
import { saturationOf } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** 1 − (MaxP − AvgP): 1 where all variants do equally well. */
export const saturation = defineMetric({
  name: 'saturation',
  summary: '1 − (maximum − average) over variants',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  compute: (cells) => ({ value: saturationOf(variantMeans(cells)) }),
})
