import type { Observation } from '../words/index.ts'

/** Cells from which on what was sorted or grouped is kept for the next metric: of fewer it is made again in no time. */
const MANY = 1000

/**
 * Keeps what a function makes of a list of many cells, as long as the list lives: several metrics look at the same cells, and
 * to sort and group hundreds of thousands of them again for each takes most of the memory.
 */
export function remembered<T>(make: (cells: readonly Observation[]) => T): (cells: readonly Observation[]) => T {
  const known = new WeakMap<readonly Observation[], { readonly value: T }>()
  return (cells) => {
    if (cells.length < MANY) return make(cells)
    const kept = known.get(cells) ?? { value: make(cells) }
    known.set(cells, kept)
    return kept.value
  }
}
