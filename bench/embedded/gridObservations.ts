import { readAnswer } from '../../src/observe/observeCell.ts'
import type { Cell, Example, Identity, Observation, Task } from '../../src/core/types/index.ts'
import type { GridAnswer, GridRow } from './gridFile.ts'

/** A release's cells of one task, read and scored as a gate reads and scores them. */
export interface GridObservations {
  /** Returns the observation of a cell. Throws `RangeError` where the grid has no such cell. */
  readonly observe: (cell: Cell) => Observation
  /** Returns the number of a cell, unique in the task: the same for every release. */
  readonly number: (cell: Cell) => number
  readonly cells: number
}

/**
 * Makes the observations of a full grid. Each answer of an example is read once, whatever the number of variants that got
 * it.
 */
export function gridObservations(
  task: Task,
  variants: readonly string[],
  rows: ReadonlyMap<string, GridRow>,
  release: { readonly name: string; readonly who: Identity },
): GridObservations {
  const examples = new Map(task.examples.map((example, at) => [example.id, { example, at }]))
  const places = new Map(variants.map((variant, at) => [variant, at]))
  const known = new Map<string, readonly Omit<Observation, 'variant'>[]>()
  const placeOf = ({ example, variant, trial }: Cell) => {
    const [found, column] = [examples.get(example), places.get(variant)]
    if (!found || column === undefined || trial !== 0)
      throw new RangeError(`the grid of ${task.name} has no cell ${example}/${variant}/${trial}`)
    return { example: found.example, row: found.at, column }
  }
  return {
    cells: examples.size * variants.length,
    number(cell) {
      const { row, column } = placeOf(cell)
      return row * variants.length + column
    },
    observe(cell) {
      const { example, column } = placeOf(cell)
      const row = rows.get(example.id)
      if (!row) throw new RangeError(`the grid of ${task.name} lacks example ${example.id}`)
      const read = known.get(example.id) ?? row.answers.map((answer) => observed(answer, task, example, release))
      known.set(example.id, read)
      return { ...read[row.cells[column]!]!, variant: cell.variant }
    },
  }
}

function observed(
  answer: GridAnswer,
  task: Task,
  example: Example,
  { name, who }: { readonly name: string; readonly who: Identity },
): Omit<Observation, 'variant'> {
  const tokens = { input: null, output: null }
  const { reading } = readAnswer(
    answer.kind === 'answer' ? { ...answer, tokens, who } : { ...answer, who },
    task,
    example,
  )
  const raw = answer.kind === 'answer' ? answer.text : null
  const { id, group, gold } = example
  const cell = { example: id, trial: 0, task: task.name, release: name, group, key: '', gold, raw, who, tokens }
  return reading.outcome === 'answered'
    ? { ...cell, outcome: 'answered', answer: reading.answer, score: task.kind.score(reading.answer, example) }
    : { ...cell, outcome: reading.outcome, answer: null, score: 0, reason: reading.reason }
}
