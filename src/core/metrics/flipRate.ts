import { answerClass, firstTrials, perExample, undefinedBecause } from './cells.ts'
import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** Over cells of other variants whose example has a canonical cell; earliest trials only; a non-answer is a flip. */
export const flipRate = defineMetric({
  name: 'flip rate',
  summary: 'share of answers that differ from the canonical variant’s',
  source: 'definition',
  range: [0, 1],
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
