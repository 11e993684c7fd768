/** Something that is drawn with a weight, any positive scale. */
export interface Weighted {
  readonly weight: number
}

/** Draws items independently, each with a chance in proportion to its weight. Throws `RangeError` where none has any. */
export function sampler<Item extends Weighted>(items: readonly Item[], random: () => number): () => Item {
  let sum = 0
  const steps = items.filter(({ weight }) => weight > 0).map((item) => ({ item, up: (sum += item.weight) }))
  const last = steps.at(-1)
  if (last === undefined) throw new RangeError('sampler: nothing has a weight')
  return () => {
    const at = random() * sum
    let [low, high] = [0, steps.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (at < steps[middle]!.up) high = middle
      else low = middle + 1
    }
    return (steps[low] ?? last).item
  }
}
