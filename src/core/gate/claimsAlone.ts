import type { ClaimResult } from '../types/index.ts'
import type { GateInput } from './gateVerdict.ts'

/** What a gate looks at where there are claims and nothing else: no tests around them, none missing, all of them run. */
export function claimsAlone(claims: readonly ClaimResult[]): GateInput {
  return { claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: claims.length === 0, partial: null }
}
