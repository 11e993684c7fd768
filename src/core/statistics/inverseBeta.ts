import { UsageError } from '../words/index.ts'
import { leastWhere } from './leastWhere.ts'
import { regularisedBeta } from './regularisedBeta.ts'

/**
 * The x in [0, 1] with I_x(a, b) = `share`: a quantile of the beta distribution, found by halving until neighbouring
 * floating-point numbers. Throws `UsageError` unless `share` is in [0, 1] and a, b > 0.
 */
export function inverseBeta(share: number, a: number, b: number): number {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`inverseBeta: needs a share in [0, 1], got ${share}`)
  regularisedBeta(0.5, a, b) // says what is wrong with a and b, even at the ends
  if (share === 0 || share === 1) return share
  return leastWhere((x) => regularisedBeta(x, a, b) >= share, 1)
}
