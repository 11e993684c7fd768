import type { Observation } from '../words/index.ts'

/** Observations of one task and release in the order of their cells, so that no figure depends on the order of answers. */
export function byCell(a: Observation, b: Observation): number {
  return compare(a.example, b.example) || compare(a.variant, b.variant) || a.trial - b.trial
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
