import { answerClass, firstTrials, meanOverExamples, pairsOf } from './cells.ts'
import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Share of equal answers among the pairs of variants of an example, then the mean over examples. */
export const pairwiseAgreement = defineMetric({
  name: 'pairwise agreement',
  summary: 'share of pairs of variants that answer alike',
  source: 'definition',
  range: [0, 1],
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
