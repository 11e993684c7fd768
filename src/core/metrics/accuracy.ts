import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** Mean score of all cells; a non-answer scores 0. */
export const accuracy = defineMetric({
  name: 'accuracy',
  summary: 'mean score of all cells',
  source: 'definition',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'cells', alsoOver: 'instructions' },
  compared: { slices: OF_SEVERAL_VARIANTS, place: 1 },
  compute: (cells) => ({ value: mean(cells.map((cell) => cell.score)) }),
})
