import { UsageError, type Observation, type Outcome } from '../types/index.ts'
import { byCell, remembered, recordedLogProbability } from './_internal/cells.ts'
import { EVERY_SLICE, type Metric, type MetricContext, type MetricDefinition, type MetricInterval } from './metric.ts'

/**
 * Declares a robustness metric over observations of one release on one task. Around `compute` it sorts the cells (order
 * never matters), leaves out variants that ask the same request as the canonical one on that example (they are not
 * applicable), and puts the outcome shares next to the value. Throws `UsageError` for a declaration that cannot work.
 *
 * @example
 * const shareOfYes = defineMetric({
 *   name: 'share of yes',
 *   summary: 'how often the answer is yes',
 *   source: 'own',
 *   range: [0, 1],
 *   better: 'neither',
 *   interval: { meanOver: 'cells' },
 *   compute: (cells) => ({ value: cells.filter(({ answer }) => answer === 'yes').length / cells.length }),
 * })
 * shareOfYes.compute([], { canonical: 'qa-boolean-s01', seen: null, labels: null }).reason // => 'no cell was observed'
 */
export function defineMetric(definition: MetricDefinition): Metric {
  const { slices = EVERY_SLICE, compute } = definition
  const wrong = declarationComplaint({ ...definition, slices })
  if (wrong !== null) throw new UsageError(`defineMetric(${JSON.stringify(definition.name)}): ${wrong}`)
  return {
    ...definition,
    slices,
    compute(observations, context) {
      const cells = applicableCells(observations, context.canonical)
      const rates = outcomeRates(cells)
      if (cells.length === 0) return { value: null, reason: 'no cell was observed', rates }
      const computed = compute(cells, withLogProbability(context, cells))
      if (computed.value === null) return { ...computed, rates }
      if (Number.isFinite(computed.value)) return { value: computed.value, rates }
      return { value: null, reason: `the formula gives ${computed.value}`, rates }
    },
  }
}

/** Says what is wrong with a metric's declaration; `null` where nothing is. */
export function declarationComplaint(
  metric: Readonly<Record<string, unknown>> | Omit<Metric, 'compute'>,
): string | null {
  const { name, summary, source, range, better, interval, slices, reference, digits = 3, compared } = metric as Metric
  for (const [key, text] of Object.entries({ name, summary, source }))
    if (typeof text !== 'string' || text.trim() === '') return `${key} is empty`
  if (!Array.isArray(range) || range.length !== 2 || !(range[0] < range[1]))
    return `range must rise, got ${Array.isArray(range) ? `[${range.join(', ')}]` : JSON.stringify(range)}`
  if (!['more', 'less', 'neither'].includes(better))
    return `better must be "more", "less" or "neither", got ${JSON.stringify(better)}`
  if (!Array.isArray(slices) || !slices.includes('task') || !slices.every(isSlice))
    return `slices must be "task" and others of ${EVERY_SLICE.join(', ')}`
  if (
    compared !== undefined &&
    !(Array.isArray(compared.slices) && compared.slices.every((one) => slices.includes(one)))
  )
    return 'compared.slices must be among its slices'
  if (reference !== undefined && reference !== 'canonical')
    return `reference must be "canonical" or left out, got ${JSON.stringify(reference)}`
  if (!Number.isInteger(digits) || digits < 0 || digits > 6) return `digits must be a whole number from 0 to 6`
  return intervalComplaint(interval)
}

function isSlice(slice: unknown): boolean {
  return (EVERY_SLICE as readonly unknown[]).includes(slice)
}

function intervalComplaint(interval: MetricInterval | undefined): string | null {
  const { none, meanOver } = Object(interval) as { readonly none?: unknown; readonly meanOver?: unknown }
  if (meanOver === undefined && typeof none === 'string' && none.trim() !== '') return null
  if (none === undefined && ['cells', 'examples', 'sources'].includes(String(meanOver))) return null
  return 'interval must be { meanOver: "cells" }, "examples" or "sources", or { none: "why it has none" }'
}

/** Returns the cells that count, in order: those whose request is the canonical one's under another name are left out. */
export function applicableCells(observations: readonly Observation[], canonical: string): readonly Observation[] {
  // One cell is in order, and there is no other whose request it could repeat.
  return observations.length === 1 ? observations : sortedCells(observations)(canonical)
}

/** Sorts the applicable cells of a list, by the canonical variant. */
const sortedCells = remembered((observations) => {
  const known = new Map<string, readonly Observation[]>()
  return (canonical: string) => {
    const cells = known.get(canonical) ?? applicable(observations, canonical).toSorted(byCell)
    known.set(canonical, cells)
    return cells
  }
})

function applicable(observations: readonly Observation[], canonical: string): readonly Observation[] {
  // Most lists are one example's, and of a log with a single prompt there is nothing else.
  if (observations.every(({ variant }) => variant === canonical)) return observations
  const own = new Map<string, Set<string>>()
  for (const { variant, example, key } of observations) {
    if (variant === canonical) own.set(example, (own.get(example) ?? new Set()).add(key))
  }
  return observations.filter((cell) => cell.variant === canonical || !own.get(cell.example)?.has(cell.key))
}

/** Adds the log-probabilities that the cells recorded to a context. */
function withLogProbability(context: MetricContext, cells: readonly Observation[]): MetricContext {
  if (context.logProbability || !cells.some(({ choices }) => choices !== undefined)) return context
  return { ...context, logProbability: recordedLogProbability }
}

function outcomeRates(cells: readonly Observation[]): Partial<Record<Outcome, number>> {
  const rates: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of cells) rates[outcome] = (rates[outcome] ?? 0) + 1
  for (const outcome of Object.keys(rates) as Outcome[]) rates[outcome] = rates[outcome]! / cells.length
  return rates
}
