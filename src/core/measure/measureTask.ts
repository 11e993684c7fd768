import type { Metric, MetricContext } from '../metrics/index.ts'
import { byCell, greatest, least, metrics } from '../metrics/index.ts'
import type { Measured } from '../statistics/index.ts'
import { quantileOf, seededRandom, varianceComponents } from '../statistics/index.ts'
import type {
  AlikeVariants,
  MeasurePlan,
  MeasuredQuantile,
  Observation,
  SelfVariation,
  TaskMeasurement,
} from '../types/index.ts'
import type { Tools } from './intervals.ts'
import { meanInterval, toolsFor } from './intervals.ts'
import { measureCells } from './measureCells.ts'
import { answerClasses, measureSlice, metricContext, slicesOf, suitedMetrics } from './measureSlices.ts'

const QUANTILES = [
  { share: 0.05, observed: metrics.lowQuantile, estimated: metrics.estimatedLowQuantile },
  { share: 0.5, observed: metrics.median, estimated: metrics.estimatedMedian },
  { share: 0.95, observed: metrics.highQuantile, estimated: metrics.estimatedHighQuantile },
]

/** Fewer instructions than this say little about instructions in general. */
const FEW_INSTRUCTIONS = 30

/**
 * Computes the figures of a measurement. It is a pure function of the plan and the observations, whatever their order, so
 * that a report can be recomputed. `measured` are the metrics to measure: by default the package's. Throws `UsageError` for
 * the data of a gate, whose size was not fixed beforehand.
 */
export function measureTask(
  data: Measured,
  plan: MeasurePlan,
  observations: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
  measured: readonly Metric[] = Object.values(metrics),
): TaskMeasurement {
  const cells = observations.toSorted(byCell)
  const tools = toolsFor(data, plan)
  const context = metricContext(plan, answerClasses(cells, sameAnswer))
  const firsts = new Set(cells.map(({ example, variant }) => JSON.stringify([example, variant]))).size
  const identical = plan.notApplicable.reduce((sum, { examples }) => sum + examples, 0)
  const full = firsts === plan.examples * plan.variants.length - identical
  const measure = { plan, context, tools, metricsOf: suitedMetrics(measured, plan), overInstructions: true }
  const alike = plan.figures === 2 ? alikeVariants(cells, tools.bootstrap.seed) : null
  const scored = cells.map(({ example, variant, score }) => ({ row: example, column: variant, value: score }))
  return {
    plan,
    asked: {
      cells: cells.length,
      missing: Math.max(0, plan.budget - cells.length),
      repeats: cells.length - firsts,
      examples: new Set(cells.map(({ example }) => example)).size,
      groups: new Set(cells.map(({ group }) => group)).size,
      full,
    },
    slices: slicesOf(plan).map((slice) => measureSlice(slice, cells, measure)),
    ...(alike !== null && { alike }),
    components: scored.length === 0 ? { reason: 'no cell was observed' } : varianceComponents(scored),
    selfVariation: selfVariation(cells, sameAnswer, tools),
    quantiles: variantQuantiles(cells, full && cells.length > 0, plan, context),
    notes: notesOn(cells),
  }
}

/**
 * Counts how often an answer differs from its own repeat: the first two trials of every cell that has two. Pairs with a
 * non-answer are left out: it is equal to nothing, so it would differ from itself.
 */
function selfVariation(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
  tools: Tools,
): SelfVariation {
  const values: number[] = []
  const groups: string[] = []
  for (const trials of Map.groupBy(cells, ({ example, variant }) => JSON.stringify([example, variant])).values()) {
    const [first, second] = trials.toSorted((a, b) => a.trial - b.trial)
    if (first === undefined || second === undefined || first.answer === null || second.answer === null) continue
    values.push(sameAnswer(first.answer, second.answer) ? 0 : 1)
    groups.push(first.group)
  }
  if (values.length === 0) {
    return { pairs: 0, rate: null, interval: null, reason: 'no cell was answered twice' }
  }
  const rate = values.reduce((sum, value) => sum + value, 0) / values.length
  return { pairs: values.length, rate, interval: meanInterval(values, groups, tools) }
}

/**
 * Quantiles over variants as asked, and as the two-way logistic model estimates them. Of a full grid the model gets only
 * the cells that a quarter of the budget would have asked: how far it is off shows then.
 */
function variantQuantiles(
  cells: readonly Observation[],
  full: boolean,
  plan: MeasurePlan,
  context: MetricContext,
): MeasuredQuantile[] {
  const part = full ? quarter(cells, plan) : cells
  return QUANTILES.map(({ share, observed, estimated }) => ({
    share,
    observed: observed.compute(cells, context).value,
    estimated: estimated.compute(part, context).value,
    from: part.length,
  }))
}

function quarter(cells: readonly Observation[], { seed, taskHash, variants }: MeasurePlan): Observation[] {
  const firsts = cells.filter(({ trial }) => trial === 0)
  const known = new Map(firsts.map((cell) => [JSON.stringify([cell.example, cell.variant]), cell]))
  const examples = [...new Map(firsts.map(({ example, group }) => [example, { id: example, group }])).values()]
  const applicable = (example: string, variant: string) => known.has(JSON.stringify([example, variant]))
  const design = measureCells({
    seed,
    taskHash,
    examples,
    variants: variants.map(({ id }) => id),
    trials: 1,
    applicable,
  })
  return design
    .take(Math.ceil(firsts.length / 4))
    .map(({ example, variant }) => known.get(JSON.stringify([example, variant]))!)
    .toArray()
}

function notesOn(cells: readonly Observation[]): string[] {
  const variants = new Set(cells.map(({ variant }) => variant)).size
  const errors = cells.filter(({ outcome }) => outcome === 'error').length
  const limit =
    variants < FEW_INSTRUCTIONS
      ? `on instructions in general: with only ${variants} instructions this is the limit, however many examples are asked`
      : `figures over instructions rest on ${variants} of them: more examples do not make those surer`
  return errors === 0 ? [limit] : [limit, `${errors} of ${cells.length} cells ended in an error, and count as wrong`]
}

/** Shuffles that the medians rest on. */
const SHUFFLES = 200

/** More cells than this are shuffled fewer times: the medians of many cells are sure after a few. */
const ALL_SHUFFLES_UP_TO = 200_000
const FEWEST_SHUFFLES = 20

/**
 * Returns the worst variant and the spread that would be seen if all variants were alike: the medians over shuffles in
 * which the variants of each example swap their scores (repeats stay together), which keeps how hard the examples are: the
 * null distribution of a permutation test (Good 2005). The worst of many variants with few cells each looks bad by chance
 * alone, so that neither figure says anything before it is held against these. `null` for fewer than two variants.
 */
export function alikeVariants(cells: readonly Observation[], seed: number): AlikeVariants | null {
  const columns = new Map<string, number>()
  for (const { variant } of cells) if (!columns.has(variant)) columns.set(variant, columns.size)
  if (columns.size < 2) return null
  const random = seededRandom(seed)
  const examples = [...Map.groupBy(cells, ({ example }) => example).values()].map((own) =>
    [...Map.groupBy(own, ({ variant }) => variant)].map(([variant, trials]) => ({
      column: columns.get(variant)!,
      sum: trials.reduce((sum, { score }) => sum + score, 0),
      count: trials.length,
    })),
  )
  const shuffles = Math.max(
    FEWEST_SHUFFLES,
    Math.min(SHUFFLES, Math.floor((SHUFFLES * ALL_SHUFFLES_UP_TO) / Math.max(1, cells.length))),
  )
  const worst: number[] = []
  const spread: number[] = []
  for (let time = 0; time < shuffles; time++) {
    const sums = new Float64Array(columns.size)
    const counts = new Float64Array(columns.size)
    for (const own of examples) {
      const places = shuffled(
        own.map(({ column }) => column),
        random,
      )
      for (const [at, { sum, count }] of own.entries()) {
        sums[places[at]!]! += sum
        counts[places[at]!]! += count
      }
    }
    const means = Array.from(sums, (sum, column) => sum / counts[column]!)
    worst.push(least(means))
    spread.push(greatest(means) - least(means))
  }
  return {
    variants: columns.size,
    cells: cells.length / columns.size,
    worst: quantileOf(worst, 0.5),
    spread: quantileOf(spread, 0.5),
  }
}

/** Fisher and Yates's shuffle of a list, which it changes. */
function shuffled(values: number[], random: () => number): number[] {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = values[last]!
    values[last] = values[other]!
    values[other] = held
  }
  return values
}
