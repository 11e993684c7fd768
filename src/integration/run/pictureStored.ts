import { findClaimKind } from '../../claims/index.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import type { ObservationList, Run, RunPicture } from '../../core/types/index.ts'
import { loadRunTask } from '../../logs/loadRunTask.ts'
import { pictureRun, type KnownOfRun } from '../../verify/index.ts'

/**
 * Makes the picture of a run, which its HTML page shows, with this package's kinds of claims and tasks. `known` is there at
 * the end of the run itself.
 */
export function pictureStored(run: Run, observations: ObservationList, known?: KnownOfRun): RunPicture {
  return pictureRun(run, observations, {
    ...known,
    claimKind: findClaimKind,
    taskKind: (name) => taskKinds.find(({ kind }) => kind === name),
    loadTask: (task) => loadRunTask(task, false),
  })
}
