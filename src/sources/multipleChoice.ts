import { multipleChoice as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/** A multiple-choice task: choose one of several options. Read from two files. Throws `UsageError`. */
export function multipleChoice(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('multipleChoice', options))
}
