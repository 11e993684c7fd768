import { greatest, least } from '../metrics/index.ts'
import { quantileOf, seededRandom } from '../statistics/index.ts'
import type { AlikeVariants, Observation } from '../types/index.ts'

/** Shuffles that the medians rest on. */
const SHUFFLES = 200

/** More cells than this are shuffled fewer times: the medians of many cells are sure after a few. */
const CELLS = 200_000
const LEAST = 20

/**
 * The worst variant and the spread that would be seen if all variants were alike: the medians over shuffles in which the
 * variants of each example swap their scores (repeats stay together), which keeps how hard the examples are: the null
 * distribution of a permutation test (Good 2005). The worst of many variants with few cells each looks bad by chance
 * alone, so that neither figure says anything before it is held against these. `null` for fewer than two variants.
 */
export function alikeVariants(cells: readonly Observation[], seed: number): AlikeVariants | null {
  const columns = new Map<string, number>()
  for (const { variant } of cells) if (!columns.has(variant)) columns.set(variant, columns.size)
  if (columns.size < 2) return null
  const random = seededRandom(seed)
  const examples = [...Map.groupBy(cells, ({ example }) => example).values()].map((own) =>
    [...Map.groupBy(own, ({ variant }) => variant)].map(([variant, trials]) => ({
      column: columns.get(variant)!,
      sum: trials.reduce((sum, { score }) => sum + score, 0),
      count: trials.length,
    })),
  )
  const shuffles = Math.max(LEAST, Math.min(SHUFFLES, Math.floor((SHUFFLES * CELLS) / Math.max(1, cells.length))))
  const worst: number[] = []
  const spread: number[] = []
  for (let time = 0; time < shuffles; time++) {
    const sums = new Float64Array(columns.size)
    const counts = new Float64Array(columns.size)
    for (const own of examples) {
      const places = shuffled(
        own.map(({ column }) => column),
        random,
      )
      for (const [at, { sum, count }] of own.entries()) {
        sums[places[at]!]! += sum
        counts[places[at]!]! += count
      }
    }
    const means = Array.from(sums, (sum, column) => sum / counts[column]!)
    worst.push(least(means))
    spread.push(greatest(means) - least(means))
  }
  return {
    variants: columns.size,
    cells: cells.length / columns.size,
    worst: quantileOf(worst, 0.5),
    spread: quantileOf(spread, 0.5),
  }
}

/** Fisher and Yates's shuffle of a list, which it changes. */
function shuffled(values: number[], random: () => number): number[] {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = values[last]!
    values[last] = values[other]!
    values[other] = held
  }
  return values
}
