import { mustBeInside } from './checks.ts'
import { leastWhere } from './leastWhere.ts'
import { power, type Design } from './power.ts'

/**
 * The least effect that n units (of each sample) find with a chance of `wanted`: added to the rate, for two proportions
 * (for losses, ask with 1 − rate). `null` if not even the greatest possible effect is found.
 * Throws `UsageError` for whatever `power` refuses.
 */
export function minimumDetectableEffect(design: Design, n: number, wanted = 0.8, alpha = 0.05): number | null {
  mustBeInside('minimumDetectableEffect', 'wanted', wanted)
  power(design, 0, n, alpha) // says what is wrong with the design
  const most = design.kind === 'two proportions' ? 1 - design.rate : 1e6 * design.deviation
  const found = (effect: number) => power(design, effect, n, alpha) >= wanted
  return most > 0 && found(most) ? leastWhere(found, most) : null
}
