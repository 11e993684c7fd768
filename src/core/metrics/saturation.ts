import { variantMeans } from './_internal/cells.ts'
import { saturationOf } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** 1 − (MaxP − AvgP): 1 where all variants do equally well. */
export const saturation = defineMetric({
  name: 'saturation',
  summary: '1 − (maximum − average) over variants',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  better: 'more',
  interval: { none: 'resampling sources does not show how far an extreme of the variants is off' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells) => ({ value: saturationOf(variantMeans(cells)) }),
})
