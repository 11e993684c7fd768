import { compareText } from '../text/index.ts'
import type { Observation } from '../words/index.ts'

/** Observations of one task and release in the order of their cells, so that no figure depends on the order of answers. */
export function byCell(a: Observation, b: Observation): number {
  return compareText(a.example, b.example) || compareText(a.variant, b.variant) || a.trial - b.trial
}
