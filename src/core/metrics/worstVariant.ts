import { variantMeans } from './cells.ts'
import { least } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** The mean score of the worst variant; not robust accuracy, which takes the worst of each example. */
export const worstVariant = defineMetric({
  name: 'worst variant',
  summary: 'accuracy of the worst variant',
  source: 'definition',
  range: [0, 1],
  compute: (cells) => ({ value: least(variantMeans(cells)) }),
})
