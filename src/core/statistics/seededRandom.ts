/**
 * Returns a stream of numbers in [0, 1) that depends on the seed alone (mulberry32, Tommy Ettinger, public domain): for
 * simulations and tests, whose figures must repeat. 32 bits of state: nothing secret or large should rest on it.
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
