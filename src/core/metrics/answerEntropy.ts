import { answerClass, meanOverExamples } from './_internal/cells.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** Shannon entropy of the answers of one example divided by ln(number of its cells), mean over examples. */
export const answerEntropy = defineMetric({
  name: 'answer entropy',
  summary: 'entropy of an example’s answers over variants, as a share of the most possible',
  source: 'Errica et al., "What Did I Do Wrong?", arXiv 2406.12334 (sensitivity)',
  range: [0, 1],
  better: 'less',
  interval: { meanOver: 'examples' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells, context) =>
    meanOverExamples(
      cells,
      (example) => {
        if (example.length < 2) return null
        const counts = [...Map.groupBy(example, (cell) => answerClass(cell, context)).values()].map(
          (same) => same.length,
        )
        const entropy = counts.reduce(
          (sum, count) => sum - (count / example.length) * Math.log(count / example.length),
          0,
        )
        return Math.min(1, Math.max(0, entropy / Math.log(example.length)))
      },
      'no example has two cells',
    ),
})
