import { companions } from '../../src/core/statistics/index.ts'
import type { StoredRun } from '../../src/runs/index.ts'

/** An estimate with its 95% interval, and the answers that it rests on. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly cells: number
}

/** The estimates of one size on one task. */
export interface SizeEstimates {
  readonly size: string
  readonly task: string
  readonly all: Estimate
  readonly seen: Estimate
  readonly unseen: Estimate
  /** Accuracy on seen minus accuracy on unseen instructions. */
  readonly drop: Estimate
  /** The number of the cells of `all` that have no answer: they score 0. */
  readonly notAnswered: number
  readonly grid: { readonly examples: number; readonly instructions: number }
}

/** Resamples of a bootstrap: the ends of an interval then vary by about a hundredth of its width from seed to seed. */
const RESAMPLES = 2000

/** Reads accuracy and drop of each task off a measure run of one size. Throws where seen or unseen cells are lacking. */
export function sizeEstimates({ run, observations }: StoredRun): readonly SizeEstimates[] {
  const size = run.evidence.candidate.name
  return (run.evidence.measurements?.tasks ?? []).map(({ plan, slices }) => {
    const task = plan.task
    const accuracy = (wanted: 'task' | 'seen' | 'unseen'): Estimate => {
      const slice = slices.find((one) => one.of === wanted)
      const metric = slice?.metrics.find(({ name }) => name === 'accuracy')
      const interval = metric?.intervals.find(({ over }) => over === 'examples')
      if (!slice || !metric || metric.value === null || !interval)
        throw new Error(
          `${size} on ${task}: no accuracy with an interval on ${wanted} instructions; spend more --cells`,
        )
      return { value: metric.value, low: interval.low, high: interval.high, cells: slice.cells }
    }
    const seen = new Set(plan.variants.filter((variant) => variant.seen).map(({ id }) => id))
    const own = observations.filter((one) => one.task === task)
    return {
      size,
      task,
      all: accuracy('task'),
      seen: accuracy('seen'),
      unseen: accuracy('unseen'),
      drop: dropOf(
        own.map(({ group, score, variant }) => ({ group, score, seen: seen.has(variant) })),
        Number(plan.seed) || 0,
      ),
      notAnswered: own.filter(({ outcome }) => outcome !== 'answered').length,
      grid: { examples: plan.examples, instructions: plan.variants.length },
    }
  })
}

/** One scored answer. */
interface Scored {
  readonly group: string
  readonly score: number
  readonly seen: boolean
}

/**
 * The mean score on seen minus that on unseen instructions. Sources are resampled, on the linearised difference: the
 * number of cells of each sort varies from draw to draw too (Davison and Hinkley 1997, section 2.7).
 */
export function dropOf(cells: readonly Scored[], seed: number): Estimate {
  const [seen, unseen] = [cells.filter((cell) => cell.seen), cells.filter((cell) => !cell.seen)]
  const [a, b] = [meanScore(seen), meanScore(unseen)]
  const values = cells.map((cell) =>
    cell.seen
      ? a - b + ((cell.score - a) * cells.length) / seen.length
      : a - b - ((cell.score - b) * cells.length) / unseen.length,
  )
  const groups = cells.map(({ group }) => group)
  const { low, high } = companions('measure').clusteredBootstrap(values, groups, { seed, resamples: RESAMPLES })
  return { value: a - b, low, high, cells: cells.length }
}

/**
 * The difference of two independent estimates, with an interval from theirs (Zou and Donner 2008, Statistics in Medicine
 * 27(10)).
 */
export function difference(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
    cells: a.cells + b.cells,
  }
}

function meanScore(cells: readonly Scored[]): number {
  return cells.reduce((sum, { score }) => sum + score, 0) / cells.length
}
