import { undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/**
 * Mean over independent sources of each source's mean score: every source weighs the same, as in a gate's claims. It
 * differs from `accuracy`, where every cell weighs the same, wherever sources have unequal numbers of cells.
 */
export const sourceAccuracy = defineMetric({
  name: 'accuracy by source',
  summary: 'mean over independent sources of the mean score of each',
  source: 'definition; the estimand of the claims of a gate',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'sources' },
  slices: OF_SEVERAL_VARIANTS,
  compared: { slices: ['task'], place: 2, unlessEqualTo: 'accuracy' },
  compute: (cells) => {
    const sources = [...Map.groupBy(cells, ({ group }) => group).values()]
    if (sources.length === 0) return undefinedBecause('no example was asked')
    return { value: mean(sources.map((own) => mean(own.map(({ score }) => score)))) }
  },
})
