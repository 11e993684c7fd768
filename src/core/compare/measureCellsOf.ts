import { sha256 } from '../hash/index.ts'
import { answerClasses } from '../measure/answerClasses.ts'
import { meanInterval } from '../measure/meanInterval.ts'
import { metricIntervals } from '../measure/metricIntervals.ts'
import { slicesOf } from '../measure/slicesOf.ts'
import { toolsFor, type Tools } from '../measure/tools.ts'
import { metrics, type Metric, type MetricContext } from '../metrics/index.ts'
import type {
  MeasuredInterval,
  MeasuredMetric,
  MeasuredSlice,
  MeasurePlan,
  Observation,
  TaskMeasurement,
} from '../words/index.ts'

/** What is said of a slice; of the whole task, all of them. */
const OF_TASK: readonly Metric[] = [
  metrics.accuracy,
  metrics.sourceAccuracy,
  metrics.flipRate,
  metrics.spread,
  metrics.worstVariant,
  metrics.robustAccuracy,
  metrics.seenUnseenGap,
]

/** What a table of releases needs of cells that were recorded elsewhere, all of them: a size that no data decided. */
export function measureCellsOf(
  plan: Omit<MeasurePlan, 'taskHash' | 'budget' | 'seed' | 'trials' | 'labels' | 'notApplicable'>,
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): Pick<TaskMeasurement, 'plan' | 'slices'> {
  const whole: MeasurePlan = {
    ...plan,
    taskHash: sha256(plan.task),
    budget: cells.length,
    seed: '0',
    trials: cells.reduce((most, { trial }) => Math.max(most, trial), 0) + 1,
    labels: null,
    notApplicable: [],
  }
  const tools = toolsFor('measure', whole)
  const known = whole.variants.every(({ seen }) => seen !== null)
  const context: MetricContext = {
    canonical: whole.canonical,
    seen: known ? new Set(whole.variants.flatMap(({ id, seen }) => (seen ? id : []))) : null,
    labels: null,
    answerKey: answerClasses(cells, sameAnswer),
  }
  // One family alone is the task.
  const families = new Set(whole.variants.map(({ family }) => family)).size
  const slices = slicesOf(whole)
    .filter(({ of }) => of !== 'variant' && (of !== 'family' || families > 1))
    .map(({ of, name, variants }): MeasuredSlice => {
      const all = variants.size === whole.variants.length
      const own = all ? cells : cells.filter(({ variant }) => variants.has(variant))
      const measured = (metric: Metric): MeasuredMetric => {
        const { value, reason, rates } = metric.compute(own, context)
        const intervals = value === null ? [] : intervalsOf(metric, own, context, tools)
        return { name: metric.name, value, ...(reason !== undefined && { reason }), intervals, rates }
      }
      const count = (key: (cell: Observation) => string) => new Set(own.map(key)).size
      return {
        of,
        name,
        variants: variants.size,
        examples: count(({ example }) => example),
        groups: count(({ group }) => group),
        cells: own.length,
        metrics: (of === 'task' ? OF_TASK : [metrics.accuracy]).map(measured),
      }
    })
  return { plan: whole, slices }
}

/** One interval over sources: a table has no room for a second one, which would take most of the time. */
function intervalsOf(
  metric: Metric,
  cells: readonly Observation[],
  context: MetricContext,
  tools: Tools,
): MeasuredInterval[] {
  if (metric !== metrics.accuracy) return metricIntervals(metric, cells, context, tools)
  const scores = cells.map(({ score }) => score)
  const groups = cells.map(({ group }) => group)
  return [meanInterval(scores, groups, tools)].filter((interval) => interval !== null)
}
