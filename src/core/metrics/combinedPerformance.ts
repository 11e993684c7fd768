import { variantMeans } from './_internal/cells.ts'
import { combinedPerformanceOf } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** CPS: saturation times MaxP. */
export const combinedPerformance = defineMetric({
  name: 'combined performance score',
  summary: '(1 − (maximum − average)) · maximum over variants',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  better: 'more',
  interval: { none: 'resampling sources does not show how far an extreme of the variants is off' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells) => ({ value: combinedPerformanceOf(variantMeans(cells)) }),
})
