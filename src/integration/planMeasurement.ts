import { measureCells } from '../core/measure/index.ts'
import { renderQuestion } from '../core/tasks/index.ts'
import { UsageError, type Cell, type MeasurePlan, type Task } from '../core/words/index.ts'
import type { MeasureBudget } from './measureBudget.ts'
import { seenBy } from './seenBy.ts'
import type { WorkerConfig } from './workerConfig.ts'

/** Trials of one cell: two, so that the variance of repeats can be told. */
const TRIALS = 2

/** The cells of one task that a budget pays for, and what is recorded of the plan. In a survey: the whole grid's. */
export function planMeasurement(
  task: Task,
  { seed, measure, ...line }: Pick<WorkerConfig, 'seed' | 'seen' | 'seenIn'> & { readonly measure: MeasureBudget },
): { readonly plan: MeasurePlan; readonly cells: readonly Cell[] } {
  const { identical, notApplicable } = sameAsCanonical(task)
  const seen = seenBy(task, line)
  const known = seen && new Set(seen)
  const variants = task.instructions.map(({ id, family }) => ({ id, family, seen: known && known.has(id) }))
  const applicable = (example: string, variant: string) => !identical.get(variant)?.has(example)
  const grid = { seed, taskHash: task.hash, examples: task.examples, trials: TRIALS, applicable }
  const design = measureCells({ ...grid, variants: variants.map(({ id }) => id) })
  const cells = 'survey' in measure ? [] : design.take(budgetOf(task, measure.cells)).toArray()
  const skipped = notApplicable.reduce((sum, { examples }) => sum + examples, 0)
  const whole = TRIALS * (task.examples.length * variants.length - skipped)
  const plan: MeasurePlan = {
    task: task.name,
    taskHash: task.hash,
    kind: task.kind.kind,
    seed,
    budget: 'survey' in measure ? whole : cells.length,
    trials: TRIALS,
    canonical: task.canonical,
    labels: task.labels === null ? null : Object.keys(task.labels).toSorted(),
    examples: task.examples.length,
    variants: variants.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    notApplicable,
    figures: 2,
  }
  return { plan, cells }
}

function budgetOf(task: Task, cells: number | Readonly<Record<string, number>>): number {
  if (typeof cells === 'number') return cells
  const own = Object.hasOwn(cells, task.name) ? cells[task.name] : undefined
  if (own !== undefined) return own
  throw new UsageError(
    `ROBUSTNESS_CELLS names no cells for task ${task.name}; it names ${Object.keys(cells).join(', ')}`,
  )
}

/** Variant -> examples on which its prompt is the canonical one's. */
function sameAsCanonical(task: Task) {
  const canonical = task.instructions.find(({ id }) => id === task.canonical)
  const identical = new Map<string, Set<string>>()
  if (canonical === undefined) return { identical, notApplicable: [] }
  const context = { labels: task.labels }
  for (const example of task.examples) {
    const own = renderQuestion(canonical, example, context)
    for (const instruction of task.instructions) {
      if (instruction === canonical || renderQuestion(instruction, example, context) !== own) continue
      identical.set(instruction.id, (identical.get(instruction.id) ?? new Set()).add(example.id))
    }
  }
  const notApplicable = [...identical]
    .map(([variant, { size }]) => ({ variant, examples: size }))
    .toSorted((a, b) => (a.variant < b.variant ? -1 : 1))
  return { identical, notApplicable }
}
