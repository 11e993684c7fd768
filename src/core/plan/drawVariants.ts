import { sortByHash } from './sortByHash.ts'

/**
 * The first `draw` variants of the pool for one example: a uniformly random subset, drawn independently for each
 * example, so that the mean over the draw has the mean over the pool. Variants are sorted by a hash of task, example
 * and variant: the draw is the same for every release, and claims with different pools share cells. Those that do not
 * apply to the example are passed over, so that the subset is a random one of those that do.
 */
export function drawVariants(
  taskHash: string,
  example: string,
  pool: readonly string[],
  draw: number,
  applies?: (variant: string) => boolean,
): string[] {
  const order = sortByHash(pool, JSON.stringify(['draw', taskHash, example]))
  if (applies === undefined) return order.slice(0, draw)
  const drawn: string[] = []
  for (const variant of order) {
    if (drawn.length === draw) break
    if (applies(variant)) drawn.push(variant)
  }
  return drawn
}
