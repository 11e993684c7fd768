import type { Task } from '../../core/types/index.ts'
import { seenIn } from '../../sources/index.ts'
import type { WorkerConfig } from './workerConfig.ts'

const found = new Map<string, readonly string[]>()

/**
 * Returns the ids of the instructions that the release line was tuned on: as declared, or as found in its training data
 * (read once for each task and worker); `null` where neither says anything.
 */
export function declaredSeen(
  task: Task,
  { seen, seenIn: file }: Pick<WorkerConfig, 'seen' | 'seenIn'>,
): readonly string[] | null {
  if (file === undefined) return seen
  const key = `${task.hash} ${file}`
  const ids = found.get(key) ?? seenIn(file, task).instructions.map(({ id }) => id)
  found.set(key, ids)
  return ids
}
