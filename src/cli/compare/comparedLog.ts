import {
  logCells,
  measureCellsOf,
  type ComparedRelease,
  type LogCell,
  type RecordedLog,
} from '../../core/compare/index.ts'
import { findTaskKind } from '../../core/tasks/index.ts'
import type { Observation } from '../../core/words/index.ts'
import { logName, logRelease, unkeyedObservations } from '../logs/logEvidence.ts'
import { whereOf } from './comparedRuns.ts'

/** A recorded log as one side of a comparison, every cell of it: nothing stopped it early. */
export function comparedLog(log: RecordedLog, score: string): ComparedRelease {
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
    measured: [measureCellsOf(plan, observations, findTaskKind(KIND).sameAnswer)],
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
