import { undefinedBecause, variantMeans } from './_internal/cells.ts'
import { greatest, least } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/** Greatest minus least of the variants’ mean scores. */
export const spread = defineMetric({
  name: 'spread',
  summary: 'best variant’s accuracy minus the worst one’s',
  source: 'Sclar et al., FormatSpread, ICLR 2024, arXiv 2310.11324',
  range: [0, 1],
  better: 'less',
  interval: { none: 'resampling sources does not show how far an extreme of the variants is off' },
  slices: OF_SEVERAL_VARIANTS,
  compared: { slices: ['task'], place: 4 },
  compute: (cells) => {
    const means = variantMeans(cells)
    if (means.length < 2) return undefinedBecause('a spread needs two variants')
    return { value: greatest(means) - least(means) }
  },
})
