import { undefinedBecause, variantMeans } from './cells.ts'
import { greatest, least } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Greatest minus least of the variants’ mean scores. */
export const spread = defineMetric({
  name: 'spread',
  summary: 'best variant’s accuracy minus the worst one’s',
  source: 'Sclar et al., FormatSpread, ICLR 2024, arXiv 2310.11324',
  range: [0, 1],
  compute: (cells) => {
    const means = variantMeans(cells)
    if (means.length < 2) return undefinedBecause('a spread needs two variants')
    return { value: greatest(means) - least(means) }
  },
})
