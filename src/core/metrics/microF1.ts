import { undefinedBecause } from './_internal/cells.ts'
import { defineMetric } from './defineMetric.ts'

const NEGATIVE = 'no_relation'

/** The F1 over all cells; a non-answer is no guess, and counts against recall. */
export const microF1 = defineMetric({
  name: 'micro-F1 without no_relation',
  summary: 'micro-averaged F1 of the relations, no_relation left out',
  source: 'Zhang et al., TACRED, EMNLP 2017 (official scorer)',
  range: [0, 1],
  better: 'more',
  interval: { none: 'an F1 is no mean over sources' },
  unsuited: ({ labels }) => (labels?.includes(NEGATIVE) ? null : `the task has no label ${NEGATIVE}`),
  compute: (cells) => {
    const gold = cells.filter((cell) => cell.gold !== NEGATIVE).length
    if (gold === 0) return undefinedBecause('no example has a relation')
    const guessed = cells.filter((cell) => cell.answer !== null && cell.answer !== NEGATIVE).length
    const right = cells.filter((cell) => cell.gold !== NEGATIVE && cell.answer === cell.gold).length
    return { value: (2 * right) / (gold + guessed) }
  },
})
