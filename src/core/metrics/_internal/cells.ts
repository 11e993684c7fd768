import { compareText } from '../../text/index.ts'
import type { Observation } from '../../types/index.ts'
import type { Computed, MetricContext, MetricTask } from '../metric.ts'
import { mean } from './formulas.ts'

/** Sorts, groups and averages cells: the steps that metrics share. */

/**
 * From this number of cells on, a sorted or grouped list is kept for the next metric; a shorter one is quickly sorted or
 * grouped again.
 */
const KEPT_FROM = 1000

/**
 * Compares observations of one task and release in the order of their cells, so that no figure depends on the order of
 * answers.
 */
export function byCell(a: Observation, b: Observation): number {
  return compareText(a.example, b.example) || compareText(a.variant, b.variant) || a.trial - b.trial
}

/** Returns a value that is not defined, with the reason. */
export function undefinedBecause(reason: string): Computed {
  return { value: null, reason }
}

/** Returns the cells of each example. */
export const perExample = remembered((cells): readonly (readonly Observation[])[] =>
  cells.length === 1 ? [cells] : [...Map.groupBy(cells, (cell) => cell.example).values()],
)

/** Returns the mean score of each variant over the examples that it was asked on. */
export function variantMeans(cells: readonly Observation[]): number[] {
  const groups = Map.groupBy(cells, (cell) => cell.variant)
  return [...groups.values()].map((own) => mean(own.map((cell) => cell.score)))
}

/** Gives a text that equal answers share; a non-answer equals nothing but itself. */
export function answerClass(cell: Observation, { answerKey }: MetricContext): string {
  if (cell.answer === null) return `none:${JSON.stringify([cell.example, cell.variant, cell.trial])}`
  return `answer:${answerKey ? answerKey(cell.answer) : cell.answer}`
}

/** Returns all unordered pairs. */
export function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]))
}

/** Returns the mean of one number for each example that has one; `reason` where none has. */
export function meanOverExamples(
  cells: readonly Observation[],
  valueOf: (example: readonly Observation[]) => number | null,
  reason: string,
): Computed {
  const values = perExample(cells)
    .map(valueOf)
    .filter((value) => value !== null)
  return values.length === 0 ? undefinedBecause(reason) : { value: mean(values) }
}

/** Gives the cells of one variant each, of the earliest trial: agreement between variants is measured on them. */
export function firstTrials(example: readonly Observation[]): Observation[] {
  const first = new Map<string, Observation>()
  for (const cell of example) if (!first.has(cell.variant)) first.set(cell.variant, cell)
  return [...first.values()]
}

/**
 * Keeps what a function makes of a list of many cells, as long as the list is in memory: several metrics look at the same
 * cells, and sorting and grouping hundreds of thousands of them again for each takes most of the memory.
 */
export function remembered<T>(make: (cells: readonly Observation[]) => T): (cells: readonly Observation[]) => T {
  const known = new WeakMap<readonly Observation[], { readonly value: T }>()
  return (cells) => {
    if (cells.length < KEPT_FROM) return make(cells)
    const kept = known.get(cells) ?? { value: make(cells) }
    known.set(cells, kept)
    return kept.value
  }
}

/**
 * Returns the log-probability of one cell's answer, word for word, under another cell's prompt (natural logarithm, summed
 * over `tokens` tokens), as the other cell's observation recorded it; `null` where it did not, or where there is no answer.
 */
export function recordedLogProbability(
  asked: Observation,
  { raw }: Observation,
): { readonly total: number; readonly tokens: number } | null {
  const { choices } = asked
  if (choices === undefined || raw === null) return null
  const at = choices.texts.indexOf(raw)
  const [total, tokens] = [choices.logProbabilities[at], choices.tokens[at]]
  return total === undefined || tokens === undefined ? null : { total, tokens }
}

/** Task kinds whose answers are chosen from a closed set. */
const CLOSED = new Set(['boolean-qa', 'multiple-choice', 'relation-extraction', 'text-classification'])

/** Says why a comparison of texts means nothing for a task whose answers are chosen; `null` where they are free. */
export function closedSetComplaint({ kind }: MetricTask): string | null {
  return CLOSED.has(kind) ? 'answers are chosen from a closed set: accuracy says the same' : null
}
