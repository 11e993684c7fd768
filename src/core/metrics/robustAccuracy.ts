import { meanOverExamples } from './_internal/cells.ts'
import { least } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** The share of examples that survive every variant they were asked under: too high where not all were asked. */
export const robustAccuracy = defineMetric({
  name: 'robust accuracy',
  summary: 'mean over examples of the worst score under any variant',
  source: 'Zhu et al., PromptRobust, arXiv 2306.04528; Gu et al., arXiv 2212.09192',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'examples' },
  slices: OF_SEVERAL_VARIANTS,
  compared: { slices: ['task'], place: 6 },
  compute: (cells) =>
    meanOverExamples(cells, (example) => least(example.map((cell) => cell.score)), 'no example was asked'),
})
