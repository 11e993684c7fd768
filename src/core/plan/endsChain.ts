import type { Observation } from '../types/index.ts'

/**
 * Whether a chain of asks ends here: the cell is known to score 0, so no later one can lower the least score of the
 * example. A cell that ended in an `error` may have been anything, so the chain goes on. `null`: a cell that is not to
 * be had.
 */
export function endsChain(observation: Observation | null): boolean {
  return observation === null || (observation.outcome !== 'error' && observation.score === 0)
}
