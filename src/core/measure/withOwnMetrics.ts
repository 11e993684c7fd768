import { byCell, type Metric } from '../metrics/index.ts'
import type { MeasuredSlice, Observation, TaskMeasurement } from '../types/index.ts'
import { toolsFor } from './intervals.ts'
import { answerClasses, measureSlice, metricContext, slicesOf, suitedMetrics } from './measureSlices.ts'

/** Answers that count as another one, with that one: what `sameAnswer` joins, as plain data. */
export type SameAnswers = readonly (readonly [answer: string, as: string])[]

/** The answers that a task takes as the same as others, so that metrics can be computed where the task is not known. */
export function sameAnswersOf(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): SameAnswers {
  const root = answerClasses(cells.toSorted(byCell), sameAnswer)
  const answers = new Set(cells.flatMap(({ answer }) => answer ?? []))
  return [...answers].flatMap((answer) => (root(answer) === answer ? [] : [[answer, root(answer)] as const])).toSorted()
}

/**
 * A measurement with further metrics on its slices, after those that it has: what `measureTask` shows when it is given all of
 * them. A user's metrics are functions of the main process, and a task is measured in a worker.
 */
export function withOwnMetrics(
  measurement: TaskMeasurement,
  own: readonly Metric[],
  observations: readonly Observation[],
  sameAnswers: SameAnswers,
  onFault: (metric: Metric, fault: string) => void,
): TaskMeasurement {
  const { plan } = measurement
  const as = new Map(sameAnswers)
  const measure = {
    plan,
    context: metricContext(plan, (answer) => as.get(answer) ?? answer),
    tools: toolsFor('measure', plan),
    metricsOf: suitedMetrics(own, plan),
    overInstructions: true,
    onFault,
  }
  const cells = observations.toSorted(byCell)
  const added = slicesOf(plan).map((slice) => measureSlice(slice, cells, measure).metrics)
  const slices = measurement.slices.map((slice, at): MeasuredSlice => ({
    ...slice,
    metrics: [...slice.metrics, ...added[at]!],
  }))
  return { ...measurement, slices }
}
