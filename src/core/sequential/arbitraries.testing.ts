import * as fc from 'fast-check'
import type { Interval } from '../types/index.ts'
import type { Rule } from './rule.ts'
import { START, step, type SequentialState } from './step.ts'

export const known = (value: number): Interval => ({ least: value, most: value })
/** The state after the units, one after the other. */
export const run = (rule: Rule, units: readonly Interval[], from: SequentialState = START): SequentialState =>
  units.reduce((state, unit) => step(state, unit, rule), from)

const share = fc.double({ min: 0, max: 1, noNaN: true })
export const inside = fc.double({ min: 0.02, max: 0.98, noNaN: true })
/** Bold values, so that verdicts come, among others. */
const unit = fc.oneof(fc.constantFrom(0, 0.5, 1), share).chain((a) =>
  fc.oneof(
    fc.constant(known(a)),
    share.map((b) => ({ least: Math.min(a, b), most: Math.max(a, b) })),
  ),
)
export const data = fc.oneof(
  fc.array(unit, { maxLength: 60, size: 'max' }),
  // One-sided data: the verdicts at small counts.
  fc
    .tuple(fc.constantFrom(0, 1), fc.nat(60))
    .map(([value, count]) => Array.from({ length: count }, () => known(value))),
)
export const rules: fc.Arbitrary<Rule> = fc.record({
  range: fc.constant<[number, number]>([0, 1]),
  limit: inside,
  sense: fc.constantFrom('at most' as const, 'at least' as const),
  alpha: fc.constantFrom(0.01, 0.05, 0.2),
  claims: fc.constantFrom(1, 20),
})
export const other = ({ sense }: Rule): Rule['sense'] => (sense === 'at most' ? 'at least' : 'at most')
