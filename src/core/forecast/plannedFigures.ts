import type { Rule } from '../sequential/index.ts'
import { counted } from '../text/figures.ts'
import type { ExpectedMost, Known, PlannedClaim } from '../types/index.ts'
import type { ArmsAssumption, Assumption } from '../planning/assumptions.ts'
import { costOf } from '../cost/callUsage.ts'
import { unitWord } from '../planning/cannotPass.ts'
import { detectable } from './detectable.ts'
import { detectableAmong, detectableInDataset } from './detectableAmong.ts'
import type { CallTokens, ClaimPlanDeps } from './planClaim.ts'

/** Tokens of all calls. */
export function tokensOf(calls: ExpectedMost, { input, output, mostOutput, from }: CallTokens): Known<ExpectedMost> {
  const [expected, most] = [output ?? mostOutput, mostOutput ?? output]
  if (calls.most === 0) return { value: { expected: 0, most: 0 }, from: 'nothing is asked' }
  if (expected === null || most === null) return { value: null, from }
  return {
    value: {
      expected: Math.round(calls.expected * (input + expected)),
      most: Math.round(calls.most * (input + most)),
    },
    from,
  }
}

/** Money for both sides, by the price table; `null` as soon as one side that is asked has no price. */
export function moneyOf(
  calls: Pick<PlannedClaim['calls'], 'candidate' | 'baseline'>,
  { tokens, candidate, baseline, currency }: ClaimPlanDeps,
): PlannedClaim['cost'] {
  const sum = { expected: 0, most: 0 }
  for (const [side, asked] of [
    [candidate, calls.candidate],
    [baseline, calls.baseline],
  ] as const) {
    if (asked.most === 0 || side === null) continue
    if (side.price === null || side.price === 'unknown')
      return { value: null, from: `no price of ${side.name} in robustness({ prices })` }
    const [output, most] = [tokens.output ?? tokens.mostOutput, tokens.mostOutput ?? tokens.output]
    if (output === null || most === null) return { value: null, from: tokens.from }
    const price = (out: number): number => costOf({ input: tokens.input, output: out, reasoning: 0 }, side.price) ?? 0
    sum.expected += asked.expected * price(output)
    sum.most += asked.most * price(most)
  }
  return { value: { ...sum, currency }, from: 'the price table' }
}

/** Time, with as many calls under way as the endpoint takes. */
export function secondsOf(calls: ExpectedMost, { latency, concurrency }: ClaimPlanDeps): Known<ExpectedMost> {
  if (latency.value === null) return { value: null, from: latency.from }
  const seconds = (count: number): number => (count * (latency.value ?? 0)) / 1000 / concurrency
  return {
    value: { expected: seconds(calls.expected), most: seconds(calls.most) },
    from: `${latency.from}, ${concurrency} at once`,
  }
}

/** What is found, in the form of a figure that may not be known; `noise` is what units do though nothing changed. */
export function detectableOf(
  { spec, rule }: Pick<ClaimPlanDeps, 'spec' | 'rule'>,
  units: number,
  noise: Assumption | ArmsAssumption | undefined,
): PlannedClaim['detectable'] {
  const nothing = `not even a complete change would be found with ${counted(units, unitWord(spec))}`
  if (rule.datasetSize !== undefined) {
    const value = detectableInDataset(rule, units)
    const certain = units >= rule.datasetSize
    return {
      value,
      from: value === null ? nothing : certain ? 'found for certain, at the latest by the last source' : ABOUT,
    }
  }
  if (spec.arms === undefined && spec.other === undefined) {
    const value = detectable(rule, units)
    const isExact = rule.spans === undefined || rule.range[0] >= 0
    return { value, from: value === null ? nothing : isExact ? 'found with a chance of at least 80%' : ABOUT }
  }
  if (noise === undefined) return { value: null, from: 'no values of its sources are known beforehand' }
  const values = 'values' in noise ? noise.values : (noise.marginals()[0] ?? [])
  const value = units === 0 ? null : detectableAmong(rule, units, values)
  const where = rule.arms ? armsInWords(rule.arms) : ''
  return { value, from: value === null ? nothing : `${ABOUT}${where}, if else: ${noise.words}` }
}

const ABOUT = 'found with a chance of about 80%'

function armsInWords({ count, wanted }: NonNullable<Rule['arms']>): string {
  if (count === 1) return ''
  return wanted === 'some' ? ` in all ${count} arms` : ` in any one of ${count} arms`
}
