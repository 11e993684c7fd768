import { meanOverExamples } from './cells.ts'
import { least } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** The share of examples that survive every variant they were asked under: too high where not all were asked. */
export const robustAccuracy = defineMetric({
  name: 'robust accuracy',
  summary: 'mean over examples of the worst score under any variant',
  source: 'Zhu et al., PromptRobust, arXiv 2306.04528; Gu et al., arXiv 2212.09192',
  range: [0, 1],
  compute: (cells) =>
    meanOverExamples(cells, (example) => least(example.map((cell) => cell.score)), 'no example was asked'),
})
