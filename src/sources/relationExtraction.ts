import { relationExtraction as kind } from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { loadTask } from './loadTask.ts'
import { readTaskOptions, type TaskOptions } from './taskOptions.ts'

/** A relation-extraction task: name the relation between two entities of a sentence. Read from two files. Throws `UsageError`. */
export function relationExtraction(options: TaskOptions): Task {
  return loadTask(kind, readTaskOptions('relationExtraction', options))
}
