import { findTaskKind } from '../core/tasks/index.ts'
import { UsageError, type Surroundings, type Task, type TaskSource } from '../core/types/index.ts'
import type { InstructionOptions } from './files/taskOptions.ts'
import { freeAnswer, freeAnswerWithoutJudge, recordedJudge } from './freeAnswer.ts'
import { loadTask } from './loadTask.ts'
import { structuredOutput } from './structuredOutput.ts'
import { toolCalls } from './toolCalls.ts'

/**
 * Loads a task again from the files that a run names, relative to the working directory; a task of free answers that a
 * function of the suite judges comes without that function. Throws `UsageError` where a file is gone, or where the task was
 * not read from files. `isNew` is false where the caller takes the task only if its files and its hash are those of the run,
 * which checked its examples.
 */
export function reloadTask(kind: string, name: string, sources: readonly TaskSource[], isNew = true): Task {
  const further = sources.filter(isMore).map(moreInstructions)
  const [data, set, besides, ...others] = sources.filter((source) => !isMore(source))
  if (data === undefined || set === undefined || others.length > 0)
    throw new UsageError(`Task ${name} was not read from files, so it cannot be loaded again`)
  const { surroundings, judge: _recorded, ...readBy } = set.options ?? {}
  const first = { ...readBy, file: set.file }
  const options = {
    examples: { ...data.options, file: data.file },
    name,
    ...(surroundings !== undefined && { surroundings: surroundings as Surroundings }),
  }
  const instructions = [first, ...further]
  if (besides?.options?.['role'] === 'schema')
    return structuredOutput({ ...options, instructions, schema: besides.file })
  if (besides?.options?.['role'] === 'tools') return toolCalls({ ...options, instructions, tools: besides.file })
  if (besides?.options?.['role'] === 'rubric') {
    const judge = { release: String(besides.options['release']), rubric: besides.file }
    return freeAnswer({ ...options, instructions, judge })
  }
  const read = { ...options, instructions: first, ...(further.length > 0 && { moreInstructions: further }) }
  if (kind === 'free-answer') return freeAnswerWithoutJudge(read, recordedJudge(sources))
  return loadTask(findTaskKind(kind), read, undefined, isNew)
}

/** Says whether a source is a further file of instructions, after the first. */
function isMore({ options }: TaskSource): boolean {
  return options?.['role'] === 'instructions'
}

function moreInstructions({ file, options = {} }: TaskSource): InstructionOptions {
  const how = Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'role'))
  return { ...how, file }
}
