import type { Observation } from '../words/index.ts'
import type { Computed, MetricContext } from './defineMetric.ts'
import { mean } from './formulas.ts'
import { remembered } from './remembered.ts'

/** No value, and why. */
export function undefinedBecause(reason: string): Computed {
  return { value: null, reason }
}

/** The cells of each example. */
export const perExample = remembered((cells): readonly (readonly Observation[])[] =>
  cells.length === 1 ? [cells] : [...Map.groupBy(cells, (cell) => cell.example).values()],
)

/** Mean score of each variant over the examples that it was asked on. */
export function variantMeans(cells: readonly Observation[]): number[] {
  const groups = Map.groupBy(cells, (cell) => cell.variant)
  return [...groups.values()].map((of) => mean(of.map((cell) => cell.score)))
}

/** A text that equal answers share; a non-answer equals nothing, itself excepted. */
export function answerClass(cell: Observation, { answerKey }: MetricContext): string {
  if (cell.answer === null) return `none:${JSON.stringify([cell.example, cell.variant, cell.trial])}`
  return `answer:${answerKey ? answerKey(cell.answer) : cell.answer}`
}

/** All unordered pairs. */
export function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]))
}

/** One number for each example that has one; the mean of those, or `reason`. */
export function meanOverExamples(
  cells: readonly Observation[],
  of: (example: readonly Observation[]) => number | null,
  reason: string,
): Computed {
  const values = perExample(cells)
    .map(of)
    .filter((value) => value !== null)
  return values.length === 0 ? undefinedBecause(reason) : { value: mean(values) }
}

/** Cells of one variant each, the earliest trial: for agreement between variants. */
export function firstTrials(example: readonly Observation[]): Observation[] {
  const first = new Map<string, Observation>()
  for (const cell of example) if (!first.has(cell.variant)) first.set(cell.variant, cell)
  return [...first.values()]
}
