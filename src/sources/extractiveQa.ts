import { extractiveQa as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/** An extractive task: answer a question with words copied from a passage. Read from two files. Throws `UsageError`. */
export function extractiveQa(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('extractiveQa', options))
}
