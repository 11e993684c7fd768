import { claimsAlone, gateVerdict } from '../../src/core/gate/index.ts'
import { START, step } from '../../src/core/sequential/index.ts'
import type { ClaimResult, Verdict } from '../../src/core/types/index.ts'
import type { GateClaim } from './claims.ts'
import { EXAMPLES, INSTRUCTIONS, type SimulatedRelease } from './releases.ts'

export interface Decided {
  readonly verdict: Verdict
  readonly claims: readonly Verdict[]
  /** The number of answers asked of the candidate; an answer that several claims use counts once. */
  readonly calls: number
}

/** Decides as our gate does: each claim asks examples in plan order until it is decided. */
export function decideAll(
  candidate: SimulatedRelease,
  claims: readonly GateClaim[],
  order: readonly number[],
): Decided {
  const calls = new Set<number>()
  const verdicts = claims.map((claim): Verdict => {
    let state = START
    for (const example of order) {
      const asked = claim.asked(example)
      for (const at of asked) calls.add(example * INSTRUCTIONS + at)
      const value = claim.value(candidate, example, asked)
      state = step(state, { least: value, most: value }, claim.rule)
      if (state.verdict !== null) return state.verdict
    }
    return 'inconclusive'
  })
  const results = claims.map(
    ({ title }, at) => ({ title, verdict: verdicts[at]!, spec: { advisory: false } }) as ClaimResult,
  )
  const { verdict } = gateVerdict(claimsAlone(results))
  return { verdict, claims: verdicts, calls: calls.size }
}

/** Returns the mean of each claim's statistic over every example and instruction. */
export function fullGrid(candidate: SimulatedRelease, claims: readonly GateClaim[]): number[] {
  return claims.map(({ value, all }) => {
    let sum = 0
    for (let example = 0; example < EXAMPLES; example++) sum += value(candidate, example, all)
    return sum / EXAMPLES
  })
}
