import { sha256 } from '../hash/index.ts'

/** By trial, of which there are few: this runs for every cell. */
const seeds: number[] = []

/**
 * The sampling seed of a trial: the same for both sides of a comparison, different for each trial. A 31-bit number. It
 * does not depend on the plan's seed, which only orders the examples: recorded answers serve every order.
 */
export function samplingSeed(trial: number): number {
  return (seeds[trial] ??= Number.parseInt(sha256(`trial ${trial}`).slice(0, 8), 16) & 0x7fffffff)
}
