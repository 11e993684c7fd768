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
 * or if the task was not read from files or is of a kind defined elsewhere.
 */
export function loadRunTask(named: RunTask): Task {
  const { name, kind, sources, hash } = named
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
  // The judge is part of the hash, and runs of 0.2 do not record which function it was.
  if (suiteJudge(named) !== null && recordedJudge(sources) === null) return { ...task, hash }
  if (task.hash !== hash) {
    throw new UsageError(
      `Task ${name} has the hash ${task.hash}, the run says ${hash}: another version of this package?`,
    )
  }
  return task
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
