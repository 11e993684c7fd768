import { booleanQa as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/** A yes/no task: answer a question about a passage with yes or no. Read from two files. Throws `UsageError`. */
export function booleanQa(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('booleanQa', options))
}
