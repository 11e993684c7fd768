import type { ClaimPicture, RunPicture, ClaimResult, ObservationList, Run, ShownTask } from '../core/types/index.ts'
import { undecidedRule } from '../core/sequential/index.ts'
import { lineInTable, pickedObservations } from '../core/table/index.ts'
import { messageOf } from '../core/text/index.ts'
import { retraceClaim } from '../engine/index.ts'
import { heldAgainst } from '../runs/acceptedCells.ts'
import { type CellOrder, observationKey, observationLine, orderCells } from '../runs/observations.ts'
import { fromTrace, type Traces } from './claimTraces.ts'
import { indexByTask } from './_internal/cellIndex.ts'
import type { KnownKinds } from './verifyDeps.ts'

/** The facts of a run that was just written, which need not be worked out again. */
export interface KnownOfRun {
  readonly order?: CellOrder
  /** Claims that need not be stepped through again. */
  readonly traces?: Traces
}

/**
 * Gathers what a picture of a run shows beside its figures: how each interval closed, the cells behind each claim and
 * those that failed. `loadTask` reads a task of the run again; its errors become sentences in `missing` and are not
 * thrown.
 */
export function pictureRun(
  run: Run,
  observed: ObservationList,
  deps: KnownKinds & KnownOfRun & { readonly loadTask: (task: Run['evidence']['tasks'][number]) => ShownTask },
): RunPicture {
  const { claims, baseline, tasks } = run.evidence
  const { observations, placeOf } = eachOnce(observed, deps.order ?? orderCells(observed))
  const traces = run.evidence.attempt || placeOf === null ? null : (deps.traces ?? null)
  const missing: string[] = []
  // A claim that rests on no cell has nothing of its task to show.
  const unnoted = claims.filter(({ title, cells }) => cells > 0 && traces?.claims.has(title) !== true)
  const lacking = new Set(unnoted.flatMap(({ spec }) => [spec.task, spec.other?.task]))
  const shownTasks = new Map(traces?.tasks)
  for (const task of tasks) {
    if (shownTasks.has(task.name) && !lacking.has(task.name)) continue
    try {
      shownTasks.set(task.name, deps.loadTask(task))
    } catch (error) {
      missing.push(`Inputs and instructions of ${task.name} are not shown: ${messageOf(error)}`)
    }
  }
  // Made when a claim is stepped through: most runs noted on the way what is shown of theirs.
  const indexesOf = atFirstUse((list: ObservationList) => indexByTask(list, baseline?.name ?? null))
  const display = displayOf(run)
  const shown = display ? thoseOf(observations, display) : observations
  const pictures = new Map<string, ClaimPicture>()
  for (const claim of claims) {
    const { spec, title } = claim
    const kind = deps.claimKind(spec.kind)
    const taskKind = deps.taskKind(tasks.find(({ name }) => name === spec.task)?.kind ?? '')
    if (kind === undefined || taskKind === undefined) {
      missing.push(`How "${title}" came about is not shown: its kind of claim or of task is defined elsewhere`)
      continue
    }
    const traced = traces?.claims.get(title)
    if (traced !== undefined) {
      pictures.set(title, fromTrace(traced, placeOf!))
      continue
    }
    const [indexes, shownIndexes] = [indexesOf(observations), indexesOf(shown)]
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
    const apart = { ...claim, order: claim.display ?? [] }
    const { cells, flips } = retraceClaim(apart, shownIndexes.get(spec.task), {
      ...context,
      rule: undecidedRule(spec),
      otherIndex: shownIndexes.get(spec.other?.task ?? ''),
      observations: shown,
    })
    pictures.set(title, { path: picture.path, cells, flips })
  }
  return { observations: shown, claims: pictures, tasks: shownTasks, missing }
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

function atFirstUse<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}

/**
 * Sorts observations as in the file, where a cell that two claims share comes once. `placeOf` gives the place of each; it is
 * `null` where two observations of one cell differ, since the file does not say then which claim had which.
 */
function eachOnce(
  observations: ObservationList,
  { places, isRepeat }: CellOrder,
): {
  readonly observations: ObservationList
  readonly placeOf: ((place: number) => number) | null
} {
  const lineAt = (at: number) => {
    const observation = observations.at(places[at]!)!
    return lineInTable(observation) ?? observationLine(observation)
  }
  const kept = new Uint32Array(places.length)
  const moved = new Uint32Array(places.length)
  let count = 0
  let isOne = true
  for (let at = 0; at < places.length; at++) {
    const again = isRepeat(at)
    const differs = again && lineAt(at - 1) !== lineAt(at)
    if (differs) isOne = false
    if (!again || differs) kept[count++] = places[at]!
    moved[places[at]!] = count - 1
  }
  const once = pickedObservations(observations, kept.slice(0, count))
  return { observations: once, placeOf: isOne ? (place) => moved[place]! : null }
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
