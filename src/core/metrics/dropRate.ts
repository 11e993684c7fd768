import { undefinedBecause } from './_internal/cells.ts'
import { dropRateOf, mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** PDR: the relative loss against the canonical variant; negative where others do better, so it has no least value. */
export const dropRate = defineMetric({
  name: 'performance drop rate',
  summary: '1 − accuracy of the other variants / accuracy of the canonical one',
  source: 'Zhu et al., PromptRobust, arXiv 2306.04528',
  range: [-Infinity, 1],
  better: 'less',
  interval: { none: 'it is a ratio of two means' },
  reference: 'canonical',
  compute: (cells, { canonical }) => {
    const before = cells.filter((cell) => cell.variant === canonical)
    const after = cells.filter((cell) => cell.variant !== canonical)
    if (before.length === 0) return undefinedBecause('the canonical variant was not asked')
    if (after.length === 0) return undefinedBecause('no variant but the canonical one was asked')
    const rate = dropRateOf(mean(before.map((cell) => cell.score)), mean(after.map((cell) => cell.score)))
    return rate === null ? undefinedBecause('the canonical variant scores 0: nothing can drop') : { value: rate }
  },
})
