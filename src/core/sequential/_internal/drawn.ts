import { BETS, logSumExp, shiftedLogs } from '../../statistics/eProcess.ts'
import { bestFirst, holds } from '../../types/index.ts'
import type { Rule } from '../rule.ts'

/**
 * The sums that betting needs to remember of values y in [0, 1] drawn without replacement from N, at one fixed limit r:
 * that of the values, and for each bet Σ ln(s + y_i) − ln(s + r_i).
 */
export interface Drawn {
  readonly sum: number
  readonly logs: readonly number[]
}

/** The sums before anything is drawn. */
export const NOTHING_DRAWN: Drawn = { sum: 0, logs: BETS.map(() => 0) }

/** The logarithm of a wealth that is beyond doubt: a plain number, because infinity is no JSON. */
const CERTAIN = 1000
/** The rounding error of a sum of scores that is allowed. */
const ROUNDING = 1e-9

/**
 * Adds one more value, the (`count` + 1)-th of `size`. If the mean of all is at most r, the mean of those still to come is
 * at most r_i = (N·r − sum so far) / (N − count), so the bet with shift s multiplies its capital by (s + y) / (s + r_i) and
 * gains nothing on average: a supermartingale (Waudby-Smith and Ramdas 2020, "Confidence sequences for sampling without
 * replacement", with stakes that never risk all of the capital). A larger y raises its own factor and, by lowering every
 * later r_i, the factors after it: the wealth is monotone in the data, as it is with replacement.
 */
export function draw({ sum, logs }: Drawn, y: number, limit: number, count: number, size: number): Drawn {
  const rest = Math.max(0, (size * limit - sum) / (size - count))
  const gain = shiftedLogs(y)
  return { sum: sum + y, logs: logs.map((log, k) => log + gain[k]! - Math.log(BETS[k]!.shift + rest)) }
}

/** Returns the logarithm of the wealth won against a mean of at most `limit`; 1000 once the sum alone refutes it. */
export function drawnWealth({ sum, logs }: Drawn, limit: number, size: number): number {
  if (sum > size * limit + ROUNDING) return CERTAIN
  return Math.min(CERTAIN, logSumExp(logs.map((log, k) => log + BETS[k]!.logWeight)))
}

/** Returns the bounds of the dataset's mean by arithmetic alone: the values to come are between the ends of the range. */
export function boundsOfDrawn(
  { above, below }: { readonly above: Drawn; readonly below: Drawn },
  units: number,
  { range: [low, high], datasetSize: size = units }: Pick<Rule, 'range' | 'datasetSize'>,
): readonly [number, number] {
  const width = high - low
  return [low + (width * above.sum) / size, high - (width * below.sum) / size]
}

/** Decides by bounds that certainly hold the mean; `null` where the limit is between them. */
export function exactVerdict(
  bounds: readonly [number, number],
  { limit, sense }: Pick<Rule, 'limit' | 'sense'>,
): 'pass' | 'fail' | null {
  const [best, worst] = bestFirst(sense, bounds)
  const [, lenient] = bestFirst(sense, [limit - ROUNDING, limit + ROUNDING])
  return holds(sense, worst, lenient) ? 'pass' : holds(sense, best, lenient) ? null : 'fail'
}
