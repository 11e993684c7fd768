import type { Metric } from '../../src/core/metrics/index.ts'
import type { Observation } from '../../src/core/types/index.ts'

/** A check compares one figure of a publication with ours. */
export interface Check {
  /** `file:line` or the like: the same for the same figure. */
  readonly where: string
  readonly about: string
  readonly published: number
  readonly ours: number
  /** The difference up to which a figure counts as equal. */
  readonly within: number
  /** The further difference that is allowed because the figure was published from unrounded figures that we do not have. */
  readonly rounding?: number
  /** The reason why the publication contradicts itself here, where it does. */
  readonly inconsistent?: string
}

/** The result of a table. Cells that are equal, within rounding and differing make up all cells. */
export interface Table {
  readonly table: string
  readonly equal: number
  readonly withinRounding: number
  readonly cells: number
  /** Cells that differ, in words. */
  readonly differing: readonly string[]
  /** The number of those that no contradiction of the publication explains: 0, or we are wrong. */
  readonly unexplained: number
}

/** Counts the cells of one table. A figure of ours that is not a number differs. */
export function tableOf(table: string, checks: readonly Check[]): Table {
  const off = ({ published, ours }: Check) => Math.abs(published - ours)
  const unequal = checks.filter((check) => !(off(check) <= check.within))
  const wrong = unequal.filter((check) => !(off(check) <= (check.rounding ?? 0)))
  return {
    table,
    equal: checks.length - unequal.length,
    withinRounding: unequal.length - wrong.length,
    cells: checks.length,
    differing: wrong.map(
      ({ where, about, published, ours, inconsistent }) =>
        `${where} (${about}): published ${published}, recomputed ${ours}${inconsistent ? `; ${inconsistent}` : ''}`,
    ),
    unexplained: wrong.filter(({ inconsistent }) => inconsistent === undefined).length,
  }
}

/** Computes a metric of variants whose accuracies are given, the first being the canonical one. */
export function metricOf(metric: Metric, accuracies: readonly number[]): number {
  const cells = accuracies.map((score, at): Observation => {
    const who = { model: 'published', revision: null }
    const place = { example: 'all', group: 'all', variant: `v${at}`, trial: 0, task: 'published', release: 'published' }
    const answer = { raw: '', answer: '', outcome: 'answered' as const, gold: '', score }
    return { ...place, ...answer, key: `${at}`, who, tokens: { input: null, output: null } }
  })
  return metric.compute(cells, { canonical: 'v0', seen: null, labels: null }).value ?? Number.NaN
}
