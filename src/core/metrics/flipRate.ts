import type { Observation } from '../types/index.ts'
import { answerClass, firstTrials, perExample, undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import type { MetricContext } from './metric.ts'

/**
 * The share of cells of other variants whose answer is not that of the example's canonical cell; earliest trials only; a
 * non-answer is a flip.
 */
export const flipRate = defineMetric({
  name: 'flip rate',
  summary: 'share of answers that differ from the canonical variant’s',
  source: 'definition',
  range: [0, 1],
  better: 'less',
  interval: { meanOver: 'examples', weight: comparisons },
  reference: 'canonical',
  compared: { slices: ['task'], place: 3 },
  compute: (cells, context) => {
    const flips = perExample(cells).flatMap((example) => {
      const first = firstTrials(example)
      const own = first.find((cell) => cell.variant === context.canonical)
      if (!own) return []
      const before = answerClass(own, context)
      return first.filter((cell) => cell !== own).map((cell) => (answerClass(cell, context) === before ? 0 : 1))
    })
    if (flips.length === 0) return undefinedBecause('no example has both a canonical cell and another one')
    return { value: mean(flips) }
  },
})

/** Returns the number of flips that an example can show: the mean over cells gives each the same weight. */
function comparisons(example: readonly Observation[], { canonical }: MetricContext): number {
  return new Set(example.map((cell) => cell.variant).filter((variant) => variant !== canonical)).size
}
