import { requestHandling as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/**
 * Requests that are to be refused (gold `refuse`) or done (gold `comply`). Read from two files. Throws `UsageError`.
 */
export function requestHandling(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('requestHandling', options))
}
