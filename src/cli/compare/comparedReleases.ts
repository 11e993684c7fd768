/** What a comparison needs of each source of evidence: a run, an accepted baseline, a recorded log. */
import {
  logCells,
  measureCellsOf,
  type ComparedCell,
  type ComparedRelease,
  type LogCell,
  type RecordedLog,
  type Whereabouts,
} from '../../core/compare/index.ts'
import { FIRST_READER } from '../../core/gate/index.ts'
import { describeMetric, type Metric } from '../../core/metrics/index.ts'
import { findTaskKind } from '../../core/tasks/index.ts'
import { UsageError, type Observation } from '../../core/types/index.ts'
import { whereabouts } from '../../deciding/claim/decideClaim.ts'
import type { StoredBaseline, StoredRun } from '../../runs/index.ts'
import { loadRunTask, type RunTask } from '../../logs/loadRunTask.ts'
import { logName, logRelease, unkeyedObservations } from '../logs/logEvidence.ts'

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
    ...(measurements?.metrics && { own: measurements.metrics }),
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

/** A recorded log as one side of a comparison, every cell of it: nothing stopped it early. */
export function comparedLog(log: RecordedLog, score: string, own: readonly Metric[]): ComparedRelease {
  const release = logRelease([log], logName(log))
  const task = log.task ?? 'log'
  const groups = new Map<string, string>()
  const known: LogCell[] = []
  let without = 0
  for (const cells of logCells(log, score).values())
    for (const cell of cells) {
      const { example, group } = cell.logged
      groups.set(example, group ?? example)
      if (cell.score === null) without++
      else known.push(cell)
    }
  // A metric only asks whether the requests of two variants are one, and those of a log never are.
  const observe = unkeyedObservations(release)
  const observations = known.map((cell): Observation => {
    const { example, gold } = cell.logged
    const named = { task, group: groups.get(example) ?? example, gold: gold ?? '' }
    return observe(cell, named)
  })
  const variants = variantsIn(log)
  const plan = { task, kind: KIND, canonical: variants[0]?.id ?? '', examples: groups.size, variants }
  const graded = known.some((cell) => cell.score !== 0 && cell.score !== 1)
  return {
    name: release.name,
    from: 'recorded log',
    tasks: { [task]: null },
    claims: [],
    measured: [measureCellsOf(plan, observations, findTaskKind(KIND).sameAnswer, own)],
    ...(own.length > 0 && { own: own.map(describeMetric) }),
    cells: known.map(({ logged: { example, variant, gold, content }, trial, score: value }) => {
      const group = groups.get(example) ?? example
      return { task, example, group, variant, trial, score: value ?? 0, gold, content }
    }),
    without,
    // One family alone is the task.
    where: new Set(variants.map(({ family }) => family)).size < 2 ? {} : { [task]: whereOf(variants) },
    scored: { by: score, graded },
  }
}

/** Two answers are the same as far as letters, articles and punctuation go. */
const KIND = 'free-answer'

function variantsIn({ answers }: RecordedLog) {
  const variants = new Map<string, { id: string; family: string; seen: boolean | null }>()
  for (const { variant: id, family = 'recorded', seen = null } of answers)
    if (!variants.has(id)) variants.set(id, { id, family, seen })
  return [...variants.values()]
}
