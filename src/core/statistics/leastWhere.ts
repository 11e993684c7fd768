/**
 * The least positive number up to `most` at which `holds` is true, for a condition that stays true from there on:
 * halving, by ratio while the ends are far apart, so that small answers are as exact as large ones. `most` if it is never true.
 */
export function leastWhere(holds: (x: number) => boolean, most: number): number {
  let [low, high] = [Number.MIN_VALUE, most]
  for (;;) {
    const middle = high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2
    if (middle <= low || middle >= high) return high
    if (holds(middle)) high = middle
    else low = middle
  }
}
