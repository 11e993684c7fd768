/** Recognises metrics from outside the package, keeps them apart by name, and describes them for a run. */
import { UsageError, type OwnMetric } from '../types/index.ts'
import { declarationComplaint } from './defineMetric.ts'
import type { Metric } from './metric.ts'
import { metrics } from './metrics.ts'

/** A value that is meant to be a metric, and where it stands, for messages. */
export interface GivenMetric {
  readonly value: unknown
  /** The place where it stands, e.g. `./metrics.ts#shareOfTwos`. */
  readonly from: string
}

/** The decimals of a figure, where a metric declares none. */
const DIGITS = 3

/** Returns the metrics among given values, in their order; one that is named twice counts once. */
export function ownMetrics(given: readonly GivenMetric[]): readonly Metric[] {
  const found = new Map<string, { readonly metric: Metric; readonly from: string }>()
  for (const { value, from } of given) {
    const complaint = metricComplaint(value)
    if (complaint !== null) throw new UsageError(`${from} is no metric: ${complaint}. Make it with defineMetric`)
    const metric = value as Metric
    if (packageMetric(metric.name) !== undefined)
      throw new UsageError(
        `${from}: the package has a metric ${JSON.stringify(metric.name)} already; give yours another name`,
      )
    const other = found.get(metric.name)
    if (other !== undefined && other.metric !== metric)
      throw new UsageError(
        `${from} and ${other.from} are two metrics of one name, ${JSON.stringify(metric.name)}; give one another name`,
      )
    found.set(metric.name, { metric, from })
  }
  return [...found.values()].map(({ metric }) => metric)
}

/** Says whether a value looks like what `defineMetric` makes, however badly it is declared. */
export function isMetric(value: unknown): value is Metric {
  const { name, compute, range, interval } = Object(value) as Partial<Record<keyof Metric, unknown>>
  return (
    typeof name === 'string' && typeof compute === 'function' && Array.isArray(range) && typeof interval === 'object'
  )
}

/** Returns the declaration that a run records of a metric that is not the package's. */
export function describeMetric(metric: Metric): OwnMetric {
  const { name, summary, source, range, better, slices, compared, interval, digits = DIGITS } = metric
  return {
    name,
    summary,
    source,
    range: [finite(range[0]), finite(range[1])],
    better,
    slices,
    // A metric that a user asked for is shown in comparisons as well.
    compared: compared?.slices ?? ['task'],
    interval: intervalOf(interval),
    digits,
  }
}

function finite(end: number): number | null {
  return Number.isFinite(end) ? end : null
}

/** Says what is resampled for a metric's interval, or why it has none. */
export function intervalOf(interval: Metric['interval']): string {
  if ('none' in interval) return `none: ${interval.none}`
  return interval.alsoOver === undefined ? 'sources' : `sources; sources and ${interval.alsoOver}`
}

/** Finds the package's metric of a name that reports use; `undefined` where it has none. */
export function packageMetric(name: string): Metric | undefined {
  return (Object.values(metrics) as readonly Metric[]).find((one) => one.name === name)
}

function metricComplaint(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return `it is ${value === null ? 'null' : `of type ${typeof value}`}`
  if (typeof (value as Partial<Metric>).compute !== 'function') return 'it has no function compute'
  return declarationComplaint(value as Metric)
}
