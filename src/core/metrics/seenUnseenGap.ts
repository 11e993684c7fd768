import { undefinedBecause, variantMeans } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Mean over the seen variants’ mean scores minus the same of the unseen ones; positive where unseen ones do worse. */
export const seenUnseenGap = defineMetric({
  name: 'seen/unseen gap',
  summary: 'accuracy on seen variants minus accuracy on unseen ones',
  source: 'Sun et al., "Evaluating the Zero-shot Robustness of Instruction-tuned Language Models", arXiv 2306.11270',
  range: [-1, 1],
  better: 'less',
  interval: { none: 'the variants weigh the same, so it is no mean over sources' },
  slices: ['task'],
  compared: { slices: ['task'], place: 7 },
  compute: (cells, { seen }) => {
    if (seen === null) return undefinedBecause('the release line does not declare what it was tuned on')
    const [known, unknown] = [
      cells.filter((cell) => seen.has(cell.variant)),
      cells.filter((cell) => !seen.has(cell.variant)),
    ]
    if (known.length === 0) return undefinedBecause('no seen variant was asked')
    if (unknown.length === 0) return undefinedBecause('no unseen variant was asked')
    return { value: mean(variantMeans(known)) - mean(variantMeans(unknown)) }
  },
})
