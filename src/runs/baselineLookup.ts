import type { BaselineCell } from '../core/types/index.ts'

/** Finds an accepted cell; `null` where the baseline has none. */
export type BaselineLookup = (task: string, example: string, variant: string, trial: number) => BaselineCell | null

/** Builds the lookup over a baseline's cells, once; each look-up is then four map reads. */
export function baselineLookup(cells: readonly BaselineCell[]): BaselineLookup {
  const tasks = new Map<string, Map<string, Map<string, BaselineCell[]>>>()
  for (const cell of cells) {
    const examples = at(tasks, cell.task, () => new Map<string, Map<string, BaselineCell[]>>())
    const variants = at(examples, cell.example, () => new Map<string, BaselineCell[]>())
    at(variants, cell.variant, () => [])[cell.trial] = cell
  }
  return (task, example, variant, trial) => tasks.get(task)?.get(example)?.get(variant)?.[trial] ?? null
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
