import { metrics, type Metric } from '../metrics/index.ts'
import type { MeasuredSlice, MeasurePlan } from '../words/index.ts'

type PlanOf = Pick<MeasurePlan, 'kind' | 'labels' | 'logProbabilities' | 'figures'>

/** What is said of one variant alone. */
const OF_VARIANT = new Set<Metric>([
  metrics.accuracy,
  metrics.exactMatch,
  metrics.tokenF1,
  metrics.microF1,
  metrics.semevalMacroF1,
  metrics.flipRate,
  metrics.dropRate,
])
/** What needs the whole range of wordings, or many cells. */
const NOT_OF_FAMILY = new Set<Metric>([
  metrics.consistency,
  metrics.estimatedLowQuantile,
  metrics.estimatedMedian,
  metrics.estimatedHighQuantile,
])

/** The metrics of a slice. A metric that does not suit the task is named once, with the task, and left out elsewhere. */
export function metricsOf(of: MeasuredSlice['of'], plan: PlanOf): Metric[] {
  const all = (Object.values(metrics) as Metric[]).filter(
    (metric) => metric !== metrics.sourceAccuracy || plan.figures === 2,
  )
  if (of === 'task') return all
  return all
    .filter((metric) => metric !== metrics.seenUnseenGap && unsuited(metric, plan) === null)
    .filter((metric) => of !== 'variant' || OF_VARIANT.has(metric))
    .filter((metric) => of !== 'family' || !NOT_OF_FAMILY.has(metric))
}

/** Task kinds whose answers are chosen from a closed set. */
const CLOSED = new Set(['boolean-qa', 'multiple-choice', 'relation-extraction', 'text-classification'])

/** Why a metric says nothing about this kind of task, or of release; `null` where it does. */
export function unsuited(metric: Metric, { kind, labels, logProbabilities }: PlanOf): string | null {
  if (metric === metrics.posix && logProbabilities === false) {
    return 'this release does not tell log-probabilities; openAICompletions with choices does'
  }
  if (metric === metrics.microF1 && !labels?.includes('no_relation')) return 'the task has no label no_relation'
  if (metric === metrics.semevalMacroF1 && !labels?.some((label) => /\(e[12],e[12]\)$/.test(label))) {
    return 'no label of the task has a direction, as in Cause-Effect(e1,e2)'
  }
  if ((metric === metrics.exactMatch || metric === metrics.tokenF1) && CLOSED.has(kind)) {
    return 'answers are chosen from a closed set: accuracy says the same'
  }
  return null
}
