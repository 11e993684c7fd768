import { findTaskKind } from '../core/tasks/index.ts'
import { UsageError, type Surroundings, type Task, type TaskSource } from '../core/types/index.ts'
import { freeAnswer } from './freeAnswer.ts'
import { loadTask } from './loadTask.ts'
import { structuredOutput } from './structuredOutput.ts'
import { toolCalls } from './toolCalls.ts'

/**
 * Loads a task again from the files that a run names, relative to the working directory. Throws `UsageError` where a
 * file is gone, or where the task was not read from files.
 */
export function reloadTask(kind: string, name: string, sources: readonly TaskSource[]): Task {
  const [data, set, besides, ...others] = sources
  if (data === undefined || set === undefined || others.length > 0)
    throw new UsageError(`Task ${name} was not read from files, so it cannot be loaded again`)
  const { surroundings, ...readBy } = set.options ?? {}
  const options = {
    examples: { ...data.options, file: data.file },
    instructions: { ...readBy, file: set.file },
    name,
    ...(surroundings !== undefined && { surroundings: surroundings as Surroundings }),
  }
  if (besides?.options?.['role'] === 'schema') return structuredOutput({ ...options, schema: besides.file })
  if (besides?.options?.['role'] === 'tools') return toolCalls({ ...options, tools: besides.file })
  if (besides?.options?.['role'] === 'rubric') {
    const judge = { release: String(besides.options['release']), rubric: besides.file }
    return freeAnswer({ ...options, judge })
  }
  return loadTask(findTaskKind(kind), options)
}
