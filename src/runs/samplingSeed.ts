import { sha256 } from '../core/hash/index.ts'

/** The sampling seed of a trial: the same for both sides of a comparison, different for each trial. A 31-bit number. */
export function samplingSeed(planSeed: string, trial: number): number {
  return Number.parseInt(sha256(`${planSeed}/${trial}`).slice(0, 8), 16) & 0x7fffffff
}
