import { clopperPearson } from '../statistics/index.ts'
import type { LossCount } from '../types/index.ts'
import type { Pair } from './sharedCells.ts'

/** What the cells of a task can be sorted by, besides the gold answer. */
export interface Whereabouts {
  /** Variant -> wording family. */
  readonly families: Readonly<Record<string, string>>
  /** Example -> its slices by name. */
  readonly slices: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Parts that are looked at, and those of them that lost more than they gained. */
export interface Losses {
  readonly parts: number
  readonly losses: readonly LossCount[]
}

/** More parts than this are no help. */
const MOST = 12

/** A gold answer that few sources share is no label but a span of text. */
const FEWEST = 5

/**
 * Which wording families, labels and slices lost more sources than they gained, those most surely losing first. A source
 * is lost where the candidate's mean score over its shared cells of the part is lower, gained where it is higher.
 * Exploratory: the parts were not named before the data (`parts` says how many were looked at), and a gate stops early.
 */
export function losses(pairs: Iterable<Pair>, where: Readonly<Record<string, Whereabouts>>): Losses {
  const parts: Part[] = []
  const places = new Map<string, Map<string, Map<string, Part>>>()
  const add = (by: string, { task, group, before, now }: Pair, name: string): void => {
    const part = within(within(places, by), task).get(name) ?? { by, task, name, change: new Map<string, number>() }
    if (part.change.size === 0) {
      parts.push(part)
      within(within(places, by), task).set(name, part)
    }
    part.change.set(group, (part.change.get(group) ?? 0) + now - before)
  }
  for (const pair of pairs) {
    const known = where[pair.task]
    const family = known?.families[pair.variant]
    if (family !== undefined) add('family', pair, family)
    if (pair.gold !== '') add('label', pair, pair.gold)
    for (const [slice, name] of Object.entries(known?.slices[pair.example] ?? {})) add(`slice ${slice}`, pair, name)
  }
  const looked = parts.filter(({ by, change }) => by !== 'label' || change.size >= FEWEST)
  return {
    parts: looked.length,
    losses: looked
      .map(countOf)
      .filter(({ lost, gained }) => lost > gained)
      .toSorted((a, b) => b.interval[0] - a.interval[0] || (nameOf(a) < nameOf(b) ? -1 : 1))
      .slice(0, MOST),
  }
}

/** The map under a name, made where there is none. A text for each cell, to look one map up by, would be most of the work. */
function within<Value>(maps: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const known = maps.get(name) ?? new Map<string, Value>()
  maps.set(name, known)
  return known
}

interface Part {
  readonly by: string
  readonly task: string
  readonly name: string
  /** Source -> the sum of the differences of its cells. */
  readonly change: Map<string, number>
}

/** Sums of scores that are equal but for rounding are equal. */
const ROUNDING = 1e-9

function countOf({ by, task, name, change }: Part): LossCount {
  const lost = change.values().reduce((count, sum) => count + (sum < -ROUNDING ? 1 : 0), 0)
  const gained = change.values().reduce((count, sum) => count + (sum > ROUNDING ? 1 : 0), 0)
  const interval: readonly [number, number] = lost + gained === 0 ? [0, 1] : clopperPearson(lost, lost + gained, 0.95)
  return { by, task, name, sources: change.size, lost, gained, interval }
}

function nameOf({ by, task, name }: LossCount): string {
  return JSON.stringify([by, task, name])
}
