import type { Observation, RunEvidence } from '../../src/core/types/index.ts'
import type { PageParts } from './htmlParts.ts'

/** A count of cells asked, and of those that scored less than 1. */
export interface Count {
  readonly asked: number
  readonly failed: number
}

/** Returns the candidate's observations of one task; they are picked out each time that they are gone through. */
export function candidateCells({ evidence, picture }: PageParts, named: string): Iterable<Observation> {
  return {
    *[Symbol.iterator]() {
      for (const one of picture?.observations ?? [])
        if (one.release === evidence.candidate.name && one.task === named) yield one
    },
  }
}

/** Counts observations by the texts that `keys` gives for each; one may count under several. */
export function countBy(
  observations: Iterable<Observation>,
  keys: (one: Observation) => readonly string[],
): Map<string, Count> {
  const counts = new Map<string, { asked: number; failed: number }>()
  for (const one of observations) {
    for (const key of keys(one)) {
      const count = counts.get(key) ?? { asked: 0, failed: 0 }
      counts.set(key, count)
      count.asked++
      if (one.score < 1) count.failed++
    }
  }
  return counts
}

/**
 * Collects the instructions of a task that its claims call seen or unseen: by the names of roles, and for claims with
 * one role by their option `family`. An instruction that no claim calls seen or unseen is in neither set.
 */
export function seenAndUnseen(
  { claims }: RunEvidence,
  task: string,
): { readonly seen: ReadonlySet<string>; readonly unseen: ReadonlySet<string> } {
  const sets = { seen: new Set<string>(), unseen: new Set<string>() }
  for (const { spec } of claims) {
    if (spec.task !== task) continue
    for (const { name, pool } of spec.roles) {
      const family = name === 'asked' ? spec.options['family'] : name
      if (family === 'seen' || family === 'unseen') for (const variant of pool) sets[family].add(variant)
    }
  }
  return sets
}
