import type { Rule } from '../sequential/index.ts'
import { assumptions, type Assumption } from '../planning/assumptions.ts'
import { differenceOf } from '../planning/pairAssumptions.ts'

/**
 * The default table for claims whose units are instructions, asked on `each` examples: instructions are alike, so that a
 * unit's value is the mean over examples as the usual table has them. In the last line, the first one's truth with
 * instructions as different as they can be, each wholly at one end.
 */
export function templateAssumptions(rule: Pick<Rule, 'range' | 'limit' | 'sense'>, each: number): Assumption[] {
  const table = assumptions(rule)
  const widest = table.slice(0, 1).map(({ words, values }) => ({ words: `${words}, instructions unlike`, values }))
  return [...table.map(({ words, values }) => ({ words, values: meanOf(values, each) })), ...widest]
}

/** The values of a mean over so many independent examples, each with these values. */
function meanOf(values: Assumption['values'], each: number): Assumption['values'] {
  let sum: Assumption['values'] = [{ value: 0, weight: 1 }]
  const negated = values.map(({ value, weight }) => ({ value: -value, weight }))
  for (let count = 0; count < each; count++) sum = differenceOf(sum, negated, '').values
  return sum.map(({ value, weight }) => ({ value: value / each, weight }))
}
