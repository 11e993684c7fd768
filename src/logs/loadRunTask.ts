import { taskKinds } from '../core/tasks/index.ts'
import { UsageError, type RunEvidence, type Task } from '../core/types/index.ts'
import { reloadTask } from '../sources/index.ts'
import { isLogTask, reloadLogTask } from './logTask.ts'

/** A task as a run names it. */
export type RunTask = RunEvidence['tasks'][number]

/**
 * Loads a task of a run again from its files, relative to the working directory. Throws `UsageError` if a file is gone,
 * if one is not what it was at the run, or if the task was not read from files or is of a kind defined elsewhere.
 */
export function loadRunTask({ name, kind, sources, hash }: RunTask): Task {
  if (!taskKinds.some((known) => known.kind === kind))
    throw new UsageError(`Task ${name} is of the kind ${kind}, which is not one of this package`)
  const task = isLogTask(sources) ? reloadLogTask(name, sources, '.') : reloadTask(kind, name, sources)
  for (const [index, { file, sha256 }] of sources.entries()) {
    const found = task.sources[index]?.sha256
    if (found === sha256) continue
    throw new UsageError(
      `${file} was changed since the run: its sha256 is ${found}, the run says ${sha256}. Check out the run's commit.`,
    )
  }
  if (task.hash !== hash) {
    throw new UsageError(
      `Task ${name} has the hash ${task.hash}, the run says ${hash}: another version of this package?`,
    )
  }
  return task
}
