import type { Interval, Observation } from '../core/types/index.ts'
import { meanInterval } from './intervals.ts'

/** Share of cells of which something holds; of a cell that ended in `error` it may or may not have held. */
export function shareOf(cells: readonly Observation[], holds: (cell: Observation) => boolean): Interval {
  return meanInterval(
    cells.map((cell) => {
      if (cell.outcome === 'error') return { least: 0, most: 1 }
      const share = holds(cell) ? 1 : 0
      return { least: share, most: share }
    }),
  )
}
