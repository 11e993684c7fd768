import type { Interval, Observation } from '../core/types/index.ts'

/** Score of a cell; a cell that ended in `error` may have been anything in [0, 1]. */
export function scoreInterval(observation: Observation): Interval {
  if (observation.outcome === 'error') return { least: 0, most: 1 }
  return { least: observation.score, most: observation.score }
}

/** Mean of intervals; throws on none. */
export function meanInterval(items: readonly Interval[]): Interval {
  if (items.length === 0) throw new RangeError('meanInterval: no values')
  const mean = (pick: (item: Interval) => number): number =>
    items.reduce((sum, item) => sum + pick(item), 0) / items.length
  return { least: mean((item) => item.least), most: mean((item) => item.most) }
}

/** a − b, at its ends. */
export function subtractInterval(a: Interval, b: Interval): Interval {
  return { least: a.least - b.most, most: a.most - b.least }
}

/** Mean score of cells: of each variant the mean of its repeats, then the mean over variants, however often each was repeated. */
export function meanScore(cells: readonly Observation[]): Interval {
  const variants = [...Map.groupBy(cells, ({ variant }) => variant).values()]
  if (variants.length === cells.length) return meanInterval(cells.map(scoreInterval))
  return meanInterval(variants.map((own) => meanInterval(own.map(scoreInterval))))
}
