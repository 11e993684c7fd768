import { variantMeans } from './cells.ts'
import { combinedPerformanceOf } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** CPS: saturation times MaxP. */
export const combinedPerformance = defineMetric({
  name: 'combined performance score',
  summary: '(1 − (maximum − average)) · maximum over variants',
  source: 'Mizrahi et al., "State of What Art?", TACL 2024, arXiv 2401.00595',
  range: [0, 1],
  compute: (cells) => ({ value: combinedPerformanceOf(variantMeans(cells)) }),
})
