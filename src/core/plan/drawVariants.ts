import { sortByHash } from './sortByHash.ts'

/**
 * The first `draw` variants of the pool for one example: a uniformly random subset, drawn independently for each
 * example, so that the mean over the draw has the mean over the pool. Variants are sorted by a hash of task, example
 * and variant: the draw is the same for every release, and claims with different pools share cells.
 */
export function drawVariants(taskHash: string, example: string, pool: readonly string[], draw: number): string[] {
  return sortByHash(pool, JSON.stringify(['draw', taskHash, example])).slice(0, draw)
}
