import { variantMeans } from './_internal/cells.ts'
import { least } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** The mean score of the worst variant; not robust accuracy, which takes the worst of each example. */
export const worstVariant = defineMetric({
  name: 'worst variant',
  summary: 'accuracy of the worst variant',
  source: 'definition',
  range: [0, 1],
  better: 'more',
  interval: { none: 'resampling sources does not show how far an extreme of the variants is off' },
  slices: OF_SEVERAL_VARIANTS,
  compared: { slices: ['task'], place: 5 },
  compute: (cells) => ({ value: least(variantMeans(cells)) }),
})
