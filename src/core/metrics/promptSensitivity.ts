import { firstTrials, meanOverExamples, pairsOf } from './cells.ts'
import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** PSS: mean |score − score| over the pairs of variants of an example, then the mean over examples. */
export const promptSensitivity = defineMetric({
  name: 'prompt-sensitivity score',
  summary: 'mean difference of scores between two variants on the same example',
  source: 'Zhuo et al., ProSA (PromptSensiScore), Findings of EMNLP 2024, arXiv 2410.12405',
  range: [0, 1],
  compute: (cells) =>
    meanOverExamples(
      cells,
      (example) => {
        const pairs = pairsOf(firstTrials(example).map((cell) => cell.score))
        return pairs.length === 0 ? null : mean(pairs.map(([a, b]) => Math.abs(a - b)))
      },
      'no example was asked under two variants',
    ),
})
