import type { ClaimPicture, RunPicture, ClaimResult, ObservationList, Run, Task } from '../core/types/index.ts'
import { pickedObservations } from '../core/table/index.ts'
import { messageOf } from '../core/text/index.ts'
import { retraceClaim } from '../engine/index.ts'
import { heldAgainst } from '../runs/acceptedCells.ts'
import { observationKey, observationLine, orderCells } from '../runs/observations.ts'
import { indexByTask } from './_internal/cellIndex.ts'
import type { KnownKinds } from './verifyDeps.ts'

/**
 * Gathers what a picture of a run shows beside its figures: how each interval closed, the cells behind each claim and
 * those that failed. `loadTask` reads a task of the run again; its errors become sentences in `missing` and are not
 * thrown.
 */
export function pictureRun(
  run: Run,
  observed: ObservationList,
  deps: KnownKinds & { readonly loadTask: (task: Run['evidence']['tasks'][number]) => Task },
): RunPicture {
  const { claims, baseline, tasks } = run.evidence
  const observations = eachOnce(observed)
  const missing: string[] = []
  const loaded = new Map<string, Task>()
  for (const task of tasks) {
    try {
      loaded.set(task.name, deps.loadTask(task))
    } catch (error) {
      const why = messageOf(error)
      missing.push(`Inputs and instructions of ${task.name} are not shown: ${why}`)
    }
  }
  const indexes = indexByTask(observations, baseline?.name ?? null)
  const display = displayOf(run)
  const shown = display ? thoseOf(observations, display) : observations
  const shownIndexes = display ? indexByTask(shown, baseline?.name ?? null) : indexes
  const pictures = new Map<string, ClaimPicture>()
  for (const claim of claims) {
    const { spec, title } = claim
    const kind = deps.claimKind(spec.kind)
    const taskKind = deps.taskKind(tasks.find(({ name }) => name === spec.task)?.kind ?? '')
    if (kind === undefined || taskKind === undefined) {
      missing.push(`How "${title}" came about is not shown: its kind of claim or of task is defined elsewhere`)
      continue
    }
    const releases = { candidate: claim.release, baseline: heldAgainst(spec, run.evidence) }
    const { sameAnswer } = taskKind
    const otherKind = deps.taskKind(tasks.find(({ name }) => name === spec.other?.task)?.kind ?? '')
    const otherIndex = indexes.get(spec.other?.task ?? '')
    const second = {
      ...(otherIndex && { otherIndex }),
      ...(otherKind && { otherSameAnswer: otherKind.sameAnswer }),
    }
    const context = { kind, sameAnswer, ...second, observations, releases }
    const picture = retraceClaim(claim, indexes.get(spec.task), context)
    if (display === null) {
      pictures.set(title, run.evidence.attempt ? onlyListed(picture, claim, observations) : picture)
      continue
    }
    // Single examples are shown from the display share only; the path of the interval reveals none.
    const apart = { ...claim, order: claim.display ?? [], alpha: Number.MIN_VALUE, claims: 1 }
    const { cells, flips } = retraceClaim(apart, shownIndexes.get(spec.task), {
      ...context,
      otherIndex: shownIndexes.get(spec.other?.task ?? ''),
      observations: shown,
    })
    pictures.set(title, { path: picture.path, cells, flips })
  }
  return { observations: shown, claims: pictures, tasks: loaded, missing }
}

/** Returns the sources of the display share by task; `null` where none are held out. */
function displayOf({ evidence }: Run): ReadonlyMap<string, ReadonlySet<string>> | null {
  const display = evidence.attempt?.display
  return display ? new Map(display.map(({ task, groups }) => [task, new Set(groups)])) : null
}

/** Keeps only the examples that the ledger lists, for runs of 0.1 whose attempts were counted. */
function onlyListed(
  picture: ClaimPicture,
  { counterexamples }: ClaimResult,
  observations: ObservationList,
): ClaimPicture {
  const listed = new Set(counterexamples.map(({ after }) => after.cell))
  return { ...picture, flips: picture.flips.filter(({ after }) => listed.has(observationKey(observations.at(after)!))) }
}

/** Sorts observations as in the file, where a cell that two claims share comes once. */
function eachOnce(observations: ObservationList): ObservationList {
  const { places, isRepeat } = orderCells(observations)
  const lineAt = (at: number) => observationLine(observations.at(places[at]!)!)
  return pickedObservations(
    observations,
    places.filter((_, at) => !isRepeat(at) || lineAt(at - 1) !== lineAt(at)),
  )
}

/** Keeps the observations of some sources, which are named by task. */
function thoseOf(observations: ObservationList, groups: ReadonlyMap<string, ReadonlySet<string>>): ObservationList {
  const places: number[] = []
  let place = 0
  for (const { task, group } of observations) {
    if (groups.get(task)?.has(group)) places.push(place)
    place++
  }
  return pickedObservations(observations, Uint32Array.from(places))
}
