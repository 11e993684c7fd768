import { loadRunTask, type RunTask } from '../../src/logs/loadRunTask.ts'
import { claimKinds } from '../../src/claims/index.ts'
import type { ClaimKind, ClaimResult, Run, Task } from '../../src/core/types/index.ts'

/** A task of the suites with every variant that their claims name. */
export interface SuiteTask {
  readonly run: RunTask
  readonly task: Task
  readonly variants: readonly string[]
}

/** A claim of the suites as a run recorded it. */
export interface SuiteClaim {
  readonly result: ClaimResult
  readonly kind: ClaimKind
  readonly task: SuiteTask
}

/** Returns the claims and tasks of a run, the tasks read again from their files. */
export function suiteOf({ evidence }: Run): { readonly tasks: SuiteTask[]; readonly claims: SuiteClaim[] } {
  const tasks = evidence.tasks.map((run): SuiteTask => {
    const task = loadRunTask(run)
    const own = evidence.claims.filter(({ spec }) => spec.task === run.name)
    const named = new Set(own.flatMap(({ spec }) => spec.roles.flatMap(({ pool }) => pool)))
    return { run, task, variants: task.instructions.map(({ id }) => id).filter((id) => named.has(id)) }
  })
  const claims = evidence.claims.map((result): SuiteClaim => {
    const task = tasks.find(({ run }) => run.name === result.spec.task)
    const kind: ClaimKind | undefined = claimKinds[result.spec.kind as keyof typeof claimKinds]
    if (!task || !kind) throw new Error(`the run names a task or claim that is not here: ${result.title}`)
    return { result, kind, task }
  })
  return { tasks, claims }
}
