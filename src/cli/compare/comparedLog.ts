import {
  measureCellsOf,
  scoredCells,
  type ComparedRelease,
  type RecordedLog,
  type ScoredCell,
} from '../../core/compare/index.ts'
import { findTaskKind } from '../../core/tasks/index.ts'
import { logObservation } from '../logs/logObservation.ts'
import { logRelease } from '../logs/logRelease.ts'
import { whereOf } from './comparedRuns.ts'

/** A recorded log as one side of a comparison, every cell of it: nothing stopped it early. */
export function comparedLog(log: RecordedLog, score: string): ComparedRelease {
  const release = logRelease(log)
  const task = log.task ?? 'log'
  const cells = [...scoredCells(log, score).values()]
  const groups = new Map(cells.map(({ example, group }) => [example, group ?? example]))
  const known = cells.filter((cell) => cell.score !== null)
  const observations = known.map((cell) =>
    logObservation(cell, release, { task, group: groups.get(cell.example) ?? cell.example, gold: cell.gold ?? '' }),
  )
  const variants = variantsOf(known)
  const plan = { task, kind: KIND, canonical: variants[0]?.id ?? '', examples: groups.size, variants }
  return {
    name: release.name,
    from: 'recorded log',
    tasks: { [task]: null },
    claims: [],
    measured: [measureCellsOf(plan, observations, findTaskKind(KIND).sameAnswer)],
    cells: known.map(({ example, variant, trial, gold, content, score: value }) => {
      const group = groups.get(example) ?? example
      return { task, example, group, variant, trial, score: value ?? 0, gold, content }
    }),
    without: cells.length - known.length,
    // One family alone is the task.
    where: new Set(variants.map(({ family }) => family)).size < 2 ? {} : { [task]: whereOf(variants) },
  }
}

/** Two answers are the same as far as letters, articles and punctuation go. */
const KIND = 'free-answer'

function variantsOf(cells: readonly ScoredCell[]) {
  const variants = new Map<string, { id: string; family: string; seen: boolean | null }>()
  for (const { variant: id, family = 'recorded', seen = null } of cells)
    if (!variants.has(id)) variants.set(id, { id, family, seen })
  return [...variants.values()]
}
