import { namesUpTo } from '../core/text/index.ts'
import { UsageError, type Observation } from '../core/types/index.ts'
import { observationKey } from '../runs/index.ts'

/** Cells named when a choice is not unique, or not found. */
const MOST = 5

/**
 * The observation of a cell, `release/task/example/variant/trial`. The example's id may be cut short (an ellipsis after
 * it is passed over) as long as one cell fits. Throws `UsageError` otherwise.
 */
export function findCell(observations: readonly Observation[], cell: string): Observation {
  const exact = observations.find((observation) => observationKey(observation) === cell)
  if (exact !== undefined) return exact
  const fitting = observations.filter((observation) => fits(observation, cell))
  const [only, ...others] = fitting
  if (only !== undefined && others.length === 0) return only
  if (only !== undefined) throw new UsageError(`${cell} fits ${fitting.length} cells: ${list(fitting)}`)
  const parts = cell.split('/')
  const near = observations.filter(({ example, task }) => parts.includes(task) && parts.includes(example))
  const known = near.length > 0 ? near : observations
  const hint = known.length > 0 ? `; there are ${list(known)}` : ''
  throw new UsageError(`No cell ${cell} in this run${hint} (a cell is release/task/example/variant/trial)`)
}

/** Ids may hold slashes, so the key is never taken apart: what stands before and after the example must match. */
function fits({ release, task, example, variant, trial }: Observation, cell: string): boolean {
  const [before, after] = [`${release}/${task}/`, `/${variant}/${trial}`]
  if (!cell.startsWith(before) || !cell.endsWith(after) || cell.length <= before.length + after.length) return false
  return example.startsWith(cell.slice(before.length, -after.length).replace(/(?:…|\.\.\.)$/, ''))
}

function list(observations: readonly Observation[]): string {
  return namesUpTo(MOST, observations.map(observationKey))
}
