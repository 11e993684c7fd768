import { firstTrials, meanOverExamples, pairsOf } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** PSS: mean |score − score| over the pairs of variants of an example, then the mean over examples. */
export const promptSensitivity = defineMetric({
  name: 'prompt-sensitivity score',
  summary: 'mean difference of scores between two variants on the same example',
  source: 'Zhuo et al., ProSA (PromptSensiScore), Findings of EMNLP 2024, arXiv 2410.12405',
  range: [0, 1],
  better: 'less',
  interval: { meanOver: 'examples' },
  slices: OF_SEVERAL_VARIANTS,
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
