import { BETS } from './bets.ts'
import { shiftedLogs } from './shiftedLogs.ts'
import type { Tally } from './tally.ts'

/**
 * Natural logarithm of the wealth won by betting against E[y] ≤ `mean`, for the values y in [0, 1] of the tally.
 *
 * The wealth is Σ_k w_k Π_i (s_k + y_i) / (s_k + mean). If E[y] ≤ mean, given the past, each factor has expectation at
 * most 1, so the wealth is a non-negative supermartingale that starts at 1: by Ville's inequality the chance that it
 * ever reaches 1/α is at most α. It rises with every y and falls as `mean` rises. `mean` in [0, 1]; at 1 the wealth
 * never exceeds 1 (no sample refutes E[y] ≤ 1), at 0 the first y clearly above 0 refutes.
 */
export function logWealth(tally: Tally, mean: number): number {
  const { count, sums } = tally
  const atMean = shiftedLogs(mean)
  const logs: number[] = []
  for (let k = 0; k < BETS.length; k++) logs.push(BETS[k]!.logWeight + sums[k]! - count * atMean[k]!)
  return logSumExp(logs)
}

/** ln Σ exp(log), without overflow. */
export function logSumExp(logs: readonly number[]): number {
  let most = -Infinity
  for (let k = 0; k < logs.length; k++) if (logs[k]! > most) most = logs[k]!
  let sum = 0
  for (let k = 0; k < logs.length; k++) sum += Math.exp(logs[k]! - most)
  return most + Math.log(sum)
}
