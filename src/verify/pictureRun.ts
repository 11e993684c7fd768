import { isDeepStrictEqual } from 'node:util'
import type { ClaimPicture, RunPicture, ClaimResult, Observation, Run, Task } from '../core/types/index.ts'
import { messageOf } from '../core/text/index.ts'
import { retraceClaim, type CellIndex } from '../engine/index.ts'
import { acceptedRelease, heldAgainst, releaseOf } from '../runs/acceptedCells.ts'
import { compareCells, observationKey } from '../runs/observations.ts'
import type { KnownKinds } from './verifyDeps.ts'

/**
 * Gathers what a picture of a run shows beside its figures: how each interval closed, the cells behind each claim and
 * those that failed. `loadTask` reads a task of the run again; its errors become sentences in `missing` and are not
 * thrown.
 */
export function pictureRun(
  run: Run,
  observed: readonly Observation[],
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
  const shown = display ? observations.filter(({ task, group }) => display.get(task)?.has(group)) : observations
  const shownIndexes = indexByTask(shown, baseline?.name ?? null)
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
    const picture = retraceClaim(claim, indexes.get(spec.task) ?? new Map(), context)
    if (display === null) {
      pictures.set(title, run.evidence.attempt ? onlyListed(picture, claim, observations) : picture)
      continue
    }
    // Single examples are shown from the display share only; the path of the interval reveals none.
    const apart = { ...claim, order: claim.display ?? [], alpha: Number.MIN_VALUE, claims: 1 }
    const ofOther = otherIndex && { otherIndex: shownIndexes.get(spec.other?.task ?? '') ?? new Map() }
    const { cells, flips } = retraceClaim(apart, shownIndexes.get(spec.task) ?? new Map(), {
      ...context,
      ...ofOther,
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
  observations: readonly Observation[],
): ClaimPicture {
  const listed = new Set(counterexamples.map(({ after }) => after.cell))
  return { ...picture, flips: picture.flips.filter(({ after }) => listed.has(observationKey(observations[after]!))) }
}

/** Sorts observations as in the file, where a cell that two claims share comes once. */
function eachOnce(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted(compareCells).filter((one, at, all) => {
    const before = all[at - 1]
    return before === undefined || compareCells(before, one) !== 0 || !isDeepStrictEqual(before, one)
  })
}

/**
 * Indexes cells by task. Cells of the baseline that were asked again are found under the accepted name too; a stored
 * cell wins.
 */
function indexByTask(observations: readonly Observation[], baseline: string | null): Map<string, CellIndex> {
  const indexes = new Map<string, Map<string, number>>()
  for (const stored of [false, true]) {
    for (const [place, { task, release, example, variant, trial }] of observations.entries()) {
      const own = indexes.get(task) ?? new Map<string, number>()
      indexes.set(task, own)
      const cell = `${example}/${variant}/${trial}`
      if (stored) own.set(`${release}/${cell}`, place)
      else if (releaseOf(release) === baseline) own.set(`${acceptedRelease(baseline)}/${cell}`, place)
    }
  }
  return indexes
}
