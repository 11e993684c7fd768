import { metrics, type MetricContext } from '../metrics/index.ts'
import type { MeasuredQuantile, MeasurePlan, Observation } from '../words/index.ts'
import { measureCells } from './measureCells.ts'

const QUANTILES = [
  { share: 0.05, observed: metrics.lowQuantile, estimated: metrics.estimatedLowQuantile },
  { share: 0.5, observed: metrics.median, estimated: metrics.estimatedMedian },
  { share: 0.95, observed: metrics.highQuantile, estimated: metrics.estimatedHighQuantile },
]

/**
 * Quantiles over variants as asked, and as the two-way logistic model estimates them. Of a full grid the model gets only
 * the cells that a quarter of the budget would have asked: how far it is off shows then.
 */
export function variantQuantiles(
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
