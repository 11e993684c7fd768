import { undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'

const OTHER = 'Other'
const DIRECTION = /\(e[12],e[12]\)$/

/**
 * The macro F1 of SemEval-2010 Task 8. Labels are written `Cause-Effect(e1,e2)`. A wrong direction is wrong in precision
 * and recall; a missing prediction counts against recall; answers of relations that no gold has count as Other.
 */
export const semevalMacroF1 = defineMetric({
  name: 'SemEval-2010 macro-F1',
  summary: 'mean F1 of the relations with direction, without Other',
  source: 'SemEval-2010 Task 8, official scorer 1.2, measure (iii)',
  range: [0, 1],
  better: 'more',
  interval: { none: 'an F1 is no mean over sources' },
  unsuited: ({ labels }) =>
    labels?.some((label) => DIRECTION.test(label))
      ? null
      : 'no label of the task has a direction, as in Cause-Effect(e1,e2)',
  compute: (cells) => {
    const relations = new Set(cells.map((cell) => relationOf(cell.gold)).filter((relation) => relation !== OTHER))
    if (relations.size === 0) return undefinedBecause('no example has a relation other than Other')
    const scores = [...relations].map((relation) => {
      const gold = cells.filter((cell) => relationOf(cell.gold) === relation).length
      const said = cells.filter((cell) => cell.answer !== null && relationOf(cell.answer) === relation).length
      const right = cells.filter((cell) => relationOf(cell.gold) === relation && cell.answer === cell.gold).length
      return (2 * right) / (gold + said)
    })
    return { value: mean(scores) }
  },
})

/** Returns the relation without its direction. */
function relationOf(label: string): string {
  return label.replace(DIRECTION, '')
}
