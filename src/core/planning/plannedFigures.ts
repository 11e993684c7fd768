import type { Rule } from '../plan/index.ts'
import type { ExpectedMost, Known, PlannedClaim } from '../words/index.ts'
import { costOf } from './callUsage.ts'
import { detectable } from './detectable.ts'
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

/** What `detectable` says, in the form of a figure that may not be known. */
export function detectableOf(rule: Rule, units: number, plain: boolean): PlannedClaim['detectable'] {
  if (!plain) return { value: null, from: 'not computed for a claim with several hypotheses, tasks or releases' }
  const value = detectable(rule, units)
  const from =
    value === null
      ? `not even a complete change would be found with ${units} independent sources`
      : 'found with a chance of at least 80%'
  return { value, from }
}
