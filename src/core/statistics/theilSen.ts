import { quantileOf } from './quantileOf.ts'

/** A slope per step, with an interval at the level asked for; `null` where there are too few values for one. */
export interface RobustTrend {
  readonly slope: number
  readonly interval: readonly [number, number] | null
}

/**
 * Theil and Sen's slope of values at equal steps: the median of the slopes of all pairs, which a quarter of odd values
 * cannot carry away. The interval is Sen's (1968), with the exact distribution of Kendall's S for independent values in
 * random order, so that it holds at any number of values; from 4 on for a level of 0.9. Ties make it wider than need be.
 * (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, section 9.3.) `null` with fewer than 2 values.
 * @example theilSen([0.5, 0.52, 0.55, 0.61]) // { slope: 0.033, interval: [0.02, 0.06] }
 */
export function theilSen(values: readonly number[], level = 0.9): RobustTrend | null {
  const slopes = values
    .flatMap((value, at) => values.slice(at + 1).map((later, step) => (later - value) / (step + 1)))
    .toSorted((a, b) => a - b)
  if (slopes.length === 0) return null
  const below = cutOff(values.length, (1 - level) / 2)
  const [least, most] = [slopes[below - 1], slopes.at(-below)]
  const interval = below === 0 || least === undefined || most === undefined ? null : ([least, most] as const)
  return { slope: quantileOf(slopes, 0.5), interval }
}

/**
 * Returns the place from either end, counted from 1, at which the interval may begin: the largest c such that fewer than c
 * of a random order's pairs are inversions with a chance of at most `tail`; 0 where not even one end can be cut.
 */
function cutOff(count: number, tail: number): number {
  const chances = inversions(count)
  let sum = 0
  let at = 0
  while (at < chances.length && sum + (chances[at] ?? 0) <= tail + 1e-12) sum += chances[at++] ?? 0
  return at
}

/** Chance of each number of inversions in a random order of `count` values (Mahonian numbers over count!). */
function inversions(count: number): number[] {
  let chances = [1]
  for (let size = 2; size <= count; size++) {
    const grown = Array.from({ length: chances.length + size - 1 }, () => 0)
    for (const [before, chance] of chances.entries()) {
      for (let more = 0; more < size; more++) grown[before + more] = (grown[before + more] ?? 0) + chance / size
    }
    chances = grown
  }
  return chances
}
