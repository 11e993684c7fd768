import { counted } from '../text/index.ts'
import { firstByHash, keyedHash } from './order.ts'

/**
 * Draws the first `draw` variants of the pool for one example: a uniformly random subset, drawn independently for each
 * example, so that the mean over the draw has the mean over the pool. Variants are sorted by a hash of task, example and
 * variant: the draw is the same for every release, and claims with different pools share cells. Those that do not apply to
 * the example are passed over, so that the subset is a random one of those that do.
 */
export function drawVariants(
  taskHash: string,
  example: string,
  pool: readonly string[],
  draw: number,
  applies?: (variant: string) => boolean,
): string[] {
  if (applies === undefined && pool.length < 2) return pool.slice(0, draw)
  const hash = hashFor(taskHash, example)
  if (applies === undefined) return firstByHash(pool, hash, draw)
  const drawn: string[] = []
  for (const variant of firstByHash(pool, hash, pool.length)) {
    if (drawn.length === draw) break
    if (applies(variant)) drawn.push(variant)
  }
  return drawn
}

/** Returns the hash that the variants of an example are sorted by. Roles of one claim ask for that of the same example. */
function hashFor(taskHash: string, example: string): (text: string) => number {
  if (last?.taskHash !== taskHash || last.example !== example)
    last = { taskHash, example, hash: keyedHash(JSON.stringify(['draw', taskHash, example])) }
  return last.hash
}

let last: { readonly taskHash: string; readonly example: string; readonly hash: (text: string) => number } | undefined

/** The correlation assumed between two variants of one example, before any data. */
export const CORRELATION = 0.25

/**
 * Chooses how many variants each example meets, and says why in one sentence. With `alongside` cells asked anyway on every
 * example (the canonical trials) and correlation ρ between its variants, the variance bought per call is least at m =
 * √(c₀(1 − ρ)/ρ), the optimal cluster size of two-stage sampling (Cochran, "Sampling Techniques", 10.6). At least 1, at
 * most the pool.
 */
export function chooseDraw(pool: number, alongside: number): { readonly m: number; readonly why: string } {
  const best = Math.round(Math.sqrt((alongside * (1 - CORRELATION)) / CORRELATION))
  const m = Math.max(1, Math.min(best, pool))
  const why =
    best > pool
      ? `all ${counted(pool, 'variant')} on each example: ${best} would be asked if there were as many`
      : `${counted(m, 'variant')} of ${pool} on each example: with ${counted(alongside, 'call')} made anyway and answers ` +
        `to one example correlated by ${CORRELATION}, that is the most precision for a call`
  return { m, why }
}
