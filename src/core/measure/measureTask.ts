import { toldLogProbability, type MetricContext } from '../metrics/index.ts'
import { varianceComponents, type Measured } from '../statistics/index.ts'
import type { MeasurePlan, Observation, TaskMeasurement } from '../words/index.ts'
import { alikeVariants } from './alikeVariants.ts'
import { answerClasses } from './answerClasses.ts'
import { byCell } from '../metrics/byCell.ts'
import { measureSlice } from './measureSlice.ts'
import { selfVariation } from './selfVariation.ts'
import { slicesOf } from './slicesOf.ts'
import { toolsFor } from './tools.ts'
import { variantQuantiles } from './variantQuantiles.ts'

/** Fewer instructions than this say little about instructions in general. */
const FEW_INSTRUCTIONS = 30

/**
 * What the cells of a measurement show. A pure function of the plan and the observations, whatever their order, so that
 * a report can be recomputed. Throws `UsageError` for the data of a gate, whose size was not fixed beforehand.
 */
export function measureTask(
  of: Measured,
  plan: MeasurePlan,
  observations: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): TaskMeasurement {
  const cells = observations.toSorted(byCell)
  const tools = toolsFor(of, plan)
  const context: MetricContext = {
    canonical: plan.canonical,
    seen: plan.variants.some(({ seen }) => seen === null)
      ? null
      : new Set(plan.variants.filter(({ seen }) => seen).map(({ id }) => id)),
    labels: plan.labels,
    answerKey: answerClasses(cells, sameAnswer),
    ...(plan.logProbabilities && { logProbability: toldLogProbability }),
  }
  const firsts = new Set(cells.map(({ example, variant }) => JSON.stringify([example, variant]))).size
  const identical = plan.notApplicable.reduce((sum, { examples }) => sum + examples, 0)
  const full = firsts === plan.examples * plan.variants.length - identical
  const slices = slicesOf(plan).map((slice) => measureSlice(slice, cells, plan, context, tools))
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
    slices,
    ...(alike !== null && { alike }),
    components: scored.length === 0 ? { reason: 'no cell was observed' } : varianceComponents(scored),
    selfVariation: selfVariation(cells, sameAnswer, tools),
    quantiles: variantQuantiles(cells, full && cells.length > 0, plan, context),
    notes: notesOn(cells),
  }
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
