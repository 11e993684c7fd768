import { UsageError } from '../words/index.ts'
import { normalCdf, normalDensity } from './normalCdf.ts'

/**
 * The z with P(Z ≤ z) = `share` of a standard normal variable; ±∞ at 1 and 0. A rational start (Abramowitz and Stegun
 * 26.2.23), made exact by Halley steps. Throws `UsageError` unless `share` is in [0, 1].
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`normalQuantile: needs a share in [0, 1], got ${share}`)
  if (share === 0) return -Infinity
  if (share === 0.5) return 0
  if (share > 0.5) return -normalQuantile(1 - share)
  const t = Math.sqrt(-2 * Math.log(share))
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 4; step++) {
    const newton = (normalCdf(z) - share) / normalDensity(z)
    z -= newton / (1 + (z * newton) / 2)
  }
  return z
}
