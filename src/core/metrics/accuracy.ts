import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Mean score of all cells; a non-answer scores 0. */
export const accuracy = defineMetric({
  name: 'accuracy',
  summary: 'mean score of all cells',
  source: 'definition',
  range: [0, 1],
  compute: (cells) => ({ value: mean(cells.map((cell) => cell.score)) }),
})
