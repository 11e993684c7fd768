import type { ComparedCell, ComparedRelease, Whereabouts } from '../../core/compare/index.ts'
import { FIRST_READER } from '../../core/gate/index.ts'
import { UsageError, type Observation } from '../../core/words/index.ts'
import { whereabouts } from '../../deciding/claim/decideClaim.ts'
import type { StoredBaseline, StoredRun } from '../../runs/index.ts'
import { loadRunTask, type RunTask } from '../loadRunTask.ts'

/** A run as one side of a comparison: its candidate. */
export function comparedRun({ run, observations }: StoredRun): ComparedRelease {
  const { candidate, mode, tasks, claims, measurements } = run.evidence
  const all = observations.filter(({ release }) => release === candidate.name)
  const own = all.filter(({ outcome }) => outcome !== 'error')
  return {
    name: candidate.name,
    from: mode === 'gate' ? 'gate run' : 'measure run',
    tasks: Object.fromEntries(tasks.map(({ name, hash }) => [name, hash])),
    readers: Object.fromEntries(tasks.map(({ name, reader = FIRST_READER }) => [name, reader])),
    claims: mode === 'gate' ? claims : [],
    measured: measurements?.tasks ?? [],
    cells: own.map(cellOf),
    without: all.length - own.length,
    where: {
      ...Object.fromEntries((measurements?.tasks ?? []).map(({ plan }) => [plan.task, whereOf(plan.variants)])),
      ...Object.fromEntries(tasks.flatMap((task) => fromFiles(task, own))),
    },
  }
}

/** Families and slices from the task's files; nothing where they are gone or were changed: then only labels are known. */
function fromFiles(task: RunTask, observations: readonly Observation[]): [string, Whereabouts][] {
  try {
    return [[task.name, whereabouts(loadRunTask(task), observations)]]
  } catch (error) {
    if (error instanceof UsageError) return []
    throw error
  }
}

/** An accepted baseline as one side of a comparison. It keeps neither groups nor gold answers. */
export function comparedBaseline({ baseline, cells }: StoredBaseline): ComparedRelease {
  return {
    name: baseline.release.name,
    from: 'baseline',
    tasks: baseline.taskHashes,
    readers: Object.fromEntries(
      Object.keys(baseline.taskHashes).map((task) => [task, baseline.readers?.[task] ?? FIRST_READER]),
    ),
    claims: baseline.claims,
    measured: [],
    cells: cells.flatMap(({ task, example, variant, trial, score, outcome }) =>
      outcome === 'error' ? [] : { task, example, group: example, variant, trial, score, gold: null },
    ),
    without: cells.filter(({ outcome }) => outcome === 'error').length,
    where: {},
  }
}

/** What a comparison needs of a cell. */
export function cellOf({ task, example, group, variant, trial, score, gold }: Observation): ComparedCell {
  return { task, example, group, variant, trial, score, gold }
}

/** What the cells of a task can be sorted by, where only its variants are known. */
export function whereOf(variants: readonly { readonly id: string; readonly family: string }[]) {
  return { families: Object.fromEntries(variants.map(({ id, family }) => [id, family])), slices: {} }
}
