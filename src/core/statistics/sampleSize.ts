import { UsageError } from '../words/index.ts'
import { mustBeInside } from './checks.ts'
import { power, type Design } from './power.ts'

/**
 * The least n (of each sample) from which `power` reaches `wanted`; `null` if ten million are not enough.
 * Throws `UsageError` for an effect of 0 and whatever `power` refuses.
 */
export function sampleSize(design: Design, effect: number, wanted = 0.8, alpha = 0.05): number | null {
  mustBeInside('sampleSize', 'wanted', wanted)
  if (effect === 0) throw new UsageError('sampleSize: no number of units finds an effect of 0')
  const enough = (n: number) => power(design, effect, n, alpha) >= wanted
  let high = 1
  while (!enough(high)) {
    if (high > 1e7) return null
    high *= 2
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
