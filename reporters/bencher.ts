import { cut, visible } from '../src/core/report/index.ts'
import type { ClaimResult, Run } from '../src/core/words/index.ts'

/** Benchmark -> measure -> metric. */
type MetricFormat = Record<string, Record<string, Metric>>

interface Metric {
  readonly value: number
  readonly lower_value?: number
  readonly upper_value?: number
}

/** A benchmark's name holds 1024 characters, a measure's 64. */
const MOST_NAME = 1024
const MOST_MEASURE = 64

/**
 * A run as Bencher Metric Format, for `bencher run --adapter json`: a benchmark for each claim, with its statistic
 * (the estimate, between the ends of the confidence sequence) and the cells that it took. A claim that was not measured
 * is left out. Titles are unique in a run; of two that are equal once cut, the later gets its id.
 *
 * https://bencher.dev/docs/reference/bencher-metric-format
 */
export function bencher({ evidence }: Run): string {
  const benchmarks: MetricFormat = Object.create(null) as MetricFormat
  for (const claim of evidence.claims) {
    if (claim.estimate === null) continue
    const name = cut(visible(claim.title), MOST_NAME)
    const own = Object.hasOwn(benchmarks, name) ? `${cut(name, MOST_NAME - 14)} ${claim.id}` : name
    benchmarks[own] = measuresOf(claim, claim.estimate)
  }
  return `${JSON.stringify(benchmarks, null, 2)}\n`
}

function measuresOf({ spec, interval, cells }: ClaimResult, estimate: number): Record<string, Metric> {
  return {
    [slug(spec.statistic)]: { value: estimate, lower_value: interval[0], upper_value: interval[1] },
    cells: { value: cells },
  }
}

/** `flip rate` -> `flip-rate`. */
function slug(text: string): string {
  const words = text.toLowerCase().replaceAll(/[^a-z\d]+/g, '-')
  return words.slice(0, MOST_MEASURE).replaceAll(/^-|-$/g, '') || 'statistic'
}
