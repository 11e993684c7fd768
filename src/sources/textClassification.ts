import { textClassification as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/** A text-classification task: put a text into one of several classes. Read from two files. Throws `UsageError`. */
export function textClassification(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('textClassification', options))
}
