import { quote } from '../core/text/index.ts'
import { taskKinds } from '../core/tasks/index.ts'
import { UsageError, type RunEvidence, type Task } from '../core/types/index.ts'
import { recordedJudge, reloadTask } from '../sources/index.ts'
import { isLogTask, reloadLogTask } from './logTask.ts'

/** A task as a run names it. */
export type RunTask = RunEvidence['tasks'][number]

/**
 * Loads a task of a run again from its files, relative to the working directory. A function of the suite that judges its
 * answers is not loaded: `suiteJudge` says so. Throws `UsageError` if a file is gone, if one is not what it was at the run,
 * or if the task was not read from files or is of a kind defined elsewhere. `isNew` is false where the examples are only shown:
 * those of unchanged files were checked when the run was made.
 */
export function loadRunTask(named: RunTask, isNew = true): Task {
  const { name, sources, hash } = named
  const { task, changed } = readTaskNow(named, isNew)
  const [first] = changed
  if (first !== undefined) {
    throw new UsageError(
      `${first.file} was changed since the run: its sha256 is ${first.found}, the run says ${first.sha256}. Check out the run's commit.`,
    )
  }
  // The judge is part of the hash, and runs of 0.2 do not record which function it was.
  if (suiteJudge(named) !== null && recordedJudge(sources) === null) return { ...task, hash }
  if (task.hash !== hash) {
    throw new UsageError(
      `Task ${name} has the hash ${task.hash}, the run says ${hash}: another version of this package?`,
    )
  }
  return task
}

/** A task as its files have it now, and the files that were changed since the run. */
interface TaskNow {
  readonly task: Task
  readonly changed: readonly { readonly file: string; readonly sha256: string; readonly found: string | undefined }[]
}

/**
 * Reads a task of a run as its files are now, changed or not. Throws `UsageError` if a file is gone or wrong, or if the task
 * was not read from files or is of a kind defined elsewhere. `isNew` is that of `reloadTask`.
 */
export function readTaskNow({ name, kind, sources }: RunTask, isNew = true): TaskNow {
  if (!taskKinds.some((known) => known.kind === kind))
    throw new UsageError(`Task ${name} is of the kind ${kind}, which is not one of this package`)
  const task = isLogTask(sources) ? reloadLogTask(name, sources, '.') : reloadTask(kind, name, sources, isNew)
  const changed = sources.flatMap(({ file, sha256 }, index) => {
    const found = task.sources[index]?.sha256
    return found === sha256 ? [] : [{ file, sha256, found }]
  })
  return { task, changed }
}

/**
 * Names the function of the suite that judges a task's free answers, as a phrase for a sentence; `null` where a model judges
 * them or nobody needs to. Such a function cannot be loaded from a run.
 */
export function suiteJudge({ kind, sources }: Pick<RunTask, 'kind' | 'sources'>): string | null {
  if (kind !== FREE_ANSWER || isLogTask(sources)) return null
  if (sources.some(({ options }) => options?.['role'] === 'rubric')) return null
  const recorded = recordedJudge(sources)
  return recorded === null
    ? 'a function of the suite, which this run does not name'
    : `the function ${quote(recorded.name)} of the suite`
}

const FREE_ANSWER = 'free-answer'
