import type { Task } from '../../core/types/index.ts'
import { seenIn, seenInTable } from '../../sources/index.ts'
import type { WorkerConfig } from './workerConfig.ts'

const found = new Map<string, readonly string[]>()

/**
 * Returns the ids of the instructions that the release line was tuned on: as declared, as found in its training data, or by a
 * table of its data sets (each read once for each task and worker); `null` where nobody says anything.
 */
export function declaredSeen(
  task: Task,
  { seen, seenIn: source }: Pick<WorkerConfig, 'seen' | 'seenIn'>,
): readonly string[] | null {
  if (source === undefined) return seen
  const key = JSON.stringify([task.hash, source])
  const ids =
    found.get(key) ??
    (typeof source === 'string'
      ? seenIn(source, task).instructions.map(({ id }) => id)
      : seenInTable(source, task).seen)
  found.set(key, ids)
  return ids
}
