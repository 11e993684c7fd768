import { wilson } from '../statistics/wilson.ts'
import type { LossCount } from '../words/index.ts'
import type { Pair } from './pairCells.ts'

/** What the cells of a task can be sorted by, besides the gold answer. */
export interface Whereabouts {
  /** Variant -> wording family. */
  readonly families: Readonly<Record<string, string>>
  /** Example -> its slices by name. */
  readonly slices: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** More parts than this are no help. */
const MOST = 12

/** A gold answer that few examples share is no label but a span of text. */
const FEWEST = 5

/**
 * Which wording families, labels and slices carry the loss: the share of their cells in which the candidate scores less,
 * those most surely high first. Exploratory: the parts were not named before the data, the cells of one example are not
 * independent, and a gate stops early.
 */
export function losses(pairs: readonly Pair[], where: Readonly<Record<string, Whereabouts>>): LossCount[] {
  const counts = new Map<string, Omit<LossCount, 'interval'>>()
  const add = (by: string, { task, before, now }: Pair, name: string): void => {
    const key = JSON.stringify([by, task, name])
    const count = counts.get(key) ?? { by, task, name, asked: 0, lost: 0 }
    counts.set(key, { ...count, asked: count.asked + 1, lost: count.lost + (now < before ? 1 : 0) })
  }
  for (const pair of pairs) {
    const known = where[pair.task]
    const family = known?.families[pair.variant]
    if (family !== undefined) add('family', pair, family)
    add('label', pair, pair.gold)
    for (const [slice, name] of Object.entries(known?.slices[pair.example] ?? {})) add(`slice ${slice}`, pair, name)
  }
  return [...counts.values()]
    .filter(({ by, asked, lost }) => lost > 0 && (by !== 'label' || asked >= FEWEST))
    .map((count) => Object.assign({}, count, { interval: wilson(count.lost, count.asked, 0.95) }))
    .toSorted((a, b) => b.interval[0] - a.interval[0] || (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, MOST)
}

function nameOf({ by, task, name }: LossCount): string {
  return JSON.stringify([by, task, name])
}
