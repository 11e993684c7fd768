import { answerClass, firstTrials, meanOverExamples, pairsOf } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** Share of equal answers among the pairs of variants of an example, then the mean over examples. */
export const pairwiseAgreement = defineMetric({
  name: 'pairwise agreement',
  summary: 'share of pairs of variants that answer alike',
  source: 'definition',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'examples' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells, context) => {
    return meanOverExamples(
      cells,
      (example) => {
        const pairs = pairsOf(firstTrials(example).map((cell) => answerClass(cell, context)))
        return pairs.length === 0 ? null : mean(pairs.map(([a, b]) => (a === b ? 1 : 0)))
      },
      'no example was asked under two variants',
    )
  },
})
