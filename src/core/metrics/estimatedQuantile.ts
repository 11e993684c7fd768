import { quantileOf } from '../statistics/index.ts'
import type { Observation } from '../types/index.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_MANY_VARIANTS, type Metric } from './metric.ts'

/** Precision of the ridge prior on example and instruction effects: a standard deviation of 2 on the logit scale. */
const RIDGE = 0.25
const SWEEPS = 60

/**
 * Makes the metric of the quantile at `share` of the variants’ mean scores over all examples, estimated from a partial
 * grid.
 */
export function estimatedQuantile(share: number): Metric {
  return defineMetric({
    name: `${Math.round(100 * share)}% quantile over variants, estimated`,
    summary: `${Math.round(100 * share)}% of the variants score at most this, unasked cells filled in by a two-way logistic model`,
    source: 'Maia Polo et al., PromptEval, NeurIPS 2024, arXiv 2405.17202',
    range: [0, 1],
    better: 'more',
    interval: { none: 'it leans on a model of the cells that were not asked' },
    slices: OF_MANY_VARIANTS,
    compute: (cells) => ({ value: quantileOf(twoWayLogistic(cells), share) }),
  })
}

/**
 * Estimates the mean score of every variant over all examples from a partial grid: logit E[score] = μ + example + variant
 * with a ridge on both effects, fitted by Newton steps one coordinate at a time; cells that were seen keep their score, the
 * others get the fitted one. After PromptEval (Maia Polo et al., NeurIPS 2024, arXiv 2405.17202). It is an estimate that
 * depends on the fitted model: no interval and no claim rests on it.
 */
function twoWayLogistic(cells: readonly Observation[]): number[] {
  const examples = [...new Set(cells.map((cell) => cell.example))]
  const variants = [...new Set(cells.map((cell) => cell.variant))]
  const [row, column] = [indexOf(examples), indexOf(variants)]
  const seen = cells.map(({ example, variant, score }) => ({ i: row.get(example)!, j: column.get(variant)!, score }))
  const [byRow, byColumn] = [Map.groupBy(seen, ({ i }) => i), Map.groupBy(seen, ({ j }) => j)]
  const [a, b] = [examples.map(() => 0), variants.map(() => 0)]
  let centre = 0
  const fitted = (i: number, j: number) => 1 / (1 + Math.exp(-(centre + a[i]! + b[j]!)))
  const newton = (at: number, answers: typeof seen, ridge: number) => {
    let [slope, curve] = [-ridge * at, ridge]
    for (const { i, j, score } of answers) {
      const p = fitted(i, j)
      slope += score - p
      curve += p * (1 - p)
    }
    return at + Math.max(-1, Math.min(1, slope / curve))
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    centre = newton(centre, seen, 1e-6)
    for (let i = 0; i < a.length; i++) a[i] = newton(a[i]!, byRow.get(i)!, RIDGE)
    for (let j = 0; j < b.length; j++) b[j] = newton(b[j]!, byColumn.get(j)!, RIDGE)
  }
  return variants.map((_, j) => {
    const own = Map.groupBy(byColumn.get(j)!, ({ i }) => i)
    return mean(
      examples.map((_example, i) => (own.has(i) ? mean(own.get(i)!.map(({ score }) => score)) : fitted(i, j))),
    )
  })
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, index) => [name, index]))
}
