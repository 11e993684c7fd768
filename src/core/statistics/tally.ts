import { BETS } from './bets.ts'
import { shiftedLogs } from './shiftedLogs.ts'

/**
 * All that a wealth needs to remember of the values y in [0, 1] seen so far: their number and, for each bet, the sum
 * of ln(s + y). It does not grow with the data, it is plain JSON, and it serves every hypothesis about the mean.
 */
export interface Tally {
  readonly count: number
  readonly sums: readonly number[]
}

/** Nothing seen yet. */
export const EMPTY_TALLY: Tally = { count: 0, sums: BETS.map(() => 0) }

/** The tally with `times` more values `y`. Throws `RangeError` unless y lies in [0, 1]. */
export function addValue(tally: Tally, y: number, times = 1): Tally {
  if (!(y >= 0 && y <= 1)) throw new RangeError(`addValue: ${y} is outside [0, 1]`)
  const logs = shiftedLogs(y)
  const sums: number[] = []
  for (let k = 0; k < BETS.length; k++) sums.push(tally.sums[k]! + times * logs[k]!)
  return { count: tally.count + times, sums }
}
