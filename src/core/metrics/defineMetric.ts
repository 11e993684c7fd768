import { UsageError, type Observation, type Outcome } from '../words/index.ts'
import { byCell } from './byCell.ts'
import { remembered } from './remembered.ts'
import { toldLogProbability } from './toldLogProbability.ts'

/** What a metric may know besides the observations. */
export interface MetricContext {
  /** Id of the canonical variant. */
  readonly canonical: string
  /** Ids of the variants that the release line was tuned on; `null` where it declares nothing. */
  readonly seen: ReadonlySet<string> | null
  /** Label ids of a closed task; `null` where there are none. */
  readonly labels: readonly string[] | null
  /** Brings equal answers to equal text; default: as they are. */
  readonly answerKey?: (answer: string) => string
  /**
   * The log-probability of one variant's answer under another variant's prompt, where a model tells it. Default: what the
   * observations themselves hold (`Observation.choices`).
   */
  readonly logProbability?: (
    asked: Observation,
    answer: Observation,
  ) => { readonly total: number; readonly tokens: number } | null
}

/** A figure, or why there is none. */
export type Computed = { readonly value: number } | { readonly value: null; readonly reason: string }

/** A metric's value with the outcome shares of the cells that it rests on. */
export interface MetricValue {
  /** `null` where it is undefined; never NaN, and never 0 in place of unknown. */
  readonly value: number | null
  /** Why it is `null`. */
  readonly reason?: string
  /** Outcome -> share of the cells, in (0, 1]; outcomes that did not occur are left out. */
  readonly rates: Readonly<Partial<Record<Outcome, number>>>
}

/** What a metric's file says. */
export interface MetricDefinition {
  readonly name: string
  readonly summary: string
  /** Where the formula comes from. */
  readonly source: string
  /** Least and greatest value. */
  readonly range: readonly [number, number]
  /** Gets at least one cell, sorted by cell, without variants whose request equals the canonical one. */
  readonly compute: (cells: readonly Observation[], context: MetricContext) => Computed
}

/** A metric as `defineMetric` makes it: `compute` takes the cells of one release on one task, in any order. */
export interface Metric extends Omit<MetricDefinition, 'compute'> {
  readonly compute: (observations: readonly Observation[], context: MetricContext) => MetricValue
}

/**
 * A robustness metric over observations of one release on one task. Around `compute` it sorts the cells (order never
 * matters), leaves out variants that ask the same request as the canonical one on that example (not applicable), and
 * puts the outcome shares next to the value. Throws `UsageError` for a declaration that can't work.
 */
export function defineMetric(definition: MetricDefinition): Metric {
  const { name, range, compute } = definition
  if (name.trim() === '') throw new UsageError('defineMetric: name is empty')
  if (!(range[0] < range[1]))
    throw new UsageError(`defineMetric("${name}"): range must rise, got [${range.join(', ')}]`)
  return {
    ...definition,
    compute(observations, context) {
      // One cell is in order, and there is no other whose request it could repeat.
      const cells = observations.length === 1 ? observations : sortedCells(observations)(context.canonical)
      const rates = outcomeRates(cells)
      if (cells.length === 0) return { value: null, reason: 'no cell was observed', rates }
      const computed = compute(cells, told(context, cells))
      if (computed.value === null) return { ...computed, rates }
      if (Number.isFinite(computed.value)) return { value: computed.value, rates }
      return { value: null, reason: `the formula gives ${computed.value}`, rates }
    },
  }
}

/** With what the cells tell of log-probabilities. */
function told(context: MetricContext, cells: readonly Observation[]): MetricContext {
  if (context.logProbability || !cells.some(({ choices }) => choices !== undefined)) return context
  return { ...context, logProbability: toldLogProbability }
}

/** Without the cells whose request is the canonical one's under another name. */
function applicable(observations: readonly Observation[], canonical: string): readonly Observation[] {
  // Most lists are one example's, and of a log with a single prompt there is nothing else.
  if (observations.every(({ variant }) => variant === canonical)) return observations
  const own = new Map<string, Set<string>>()
  for (const { variant, example, key } of observations) {
    if (variant === canonical) own.set(example, (own.get(example) ?? new Set()).add(key))
  }
  return observations.filter((cell) => cell.variant === canonical || !own.get(cell.example)?.has(cell.key))
}

/** The applicable cells of a list in their order, by the canonical variant. */
const sortedCells = remembered((observations) => {
  const known = new Map<string, readonly Observation[]>()
  return (canonical: string) => {
    const cells = known.get(canonical) ?? applicable(observations, canonical).toSorted(byCell)
    known.set(canonical, cells)
    return cells
  }
})

function outcomeRates(cells: readonly Observation[]): Partial<Record<Outcome, number>> {
  const rates: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of cells) rates[outcome] = (rates[outcome] ?? 0) + 1
  for (const outcome of Object.keys(rates) as Outcome[]) rates[outcome] = rates[outcome]! / cells.length
  return rates
}
