import { BETS } from './bets.ts'

const known = new Map<number, readonly number[]>()
/** Enough for the few values that a share of answers takes; a claim with a continuous value gains nothing and loses little. */
const MOST = 256

/** ln(s + y) for the shift s of each bet. Remembered, because the values of claims repeat and a limit stays. */
export function shiftedLogs(y: number): readonly number[] {
  const found = known.get(y)
  if (found !== undefined) return found
  const logs = BETS.map(({ shift }) => Math.log(shift + y))
  if (known.size >= MOST) known.clear()
  known.set(y, logs)
  return logs
}
