import { answerClass, firstTrials, pairsOf, perExample, undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/**
 * The kappa with variants as the raters, examples as the subjects, answers as the categories; each non-answer is a category
 * of its own.
 */
export const fleissKappa = defineMetric({
  name: 'Fleiss’ kappa',
  summary: 'agreement of variants beyond chance',
  source: 'Fleiss 1971, Psychological Bulletin 76(5); unequal numbers of raters pooled',
  range: [-1, 1],
  better: 'more',
  interval: { none: 'it sets agreement against chance over all examples, so it is no mean of theirs' },
  slices: OF_SEVERAL_VARIANTS,
  compute: (cells, context) => {
    const rated = perExample(cells)
      .map((example) => firstTrials(example).map((cell) => answerClass(cell, context)))
      .filter((classes) => classes.length > 1)
    if (rated.length === 0) return undefinedBecause('no example was asked under two variants')
    const observed = mean(rated.map((classes) => mean(pairsOf(classes).map(([a, b]) => (a === b ? 1 : 0)))))
    const all = rated.flat()
    const expected = [...Map.groupBy(all, (name) => name).values()]
      .map((same) => (same.length / all.length) ** 2)
      .reduce((sum, share) => sum + share, 0)
    if (1 - expected < 1e-12) return undefinedBecause('every answer is the same: chance agreement is complete')
    return { value: Math.max(-1, (observed - expected) / (1 - expected)) }
  },
})
