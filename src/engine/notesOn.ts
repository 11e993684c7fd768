import type { Outcome } from '../core/words/index.ts'
import { failingShares, sayShare } from './outcomeShares.ts'

/** A share of cells without an answer that is worth a remark. */
const NOTABLE = 0.05

/** Remarks on cells that were not answered. */
export function notesOn(counts: Partial<Record<Outcome, number>>): string[] {
  return failingShares(counts)
    .filter(({ share }) => share >= NOTABLE)
    .map((item) =>
      item.outcome === 'error'
        ? `${sayShare(item)}, which counts against both verdicts: look at the endpoint first`
        : sayShare(item),
    )
}
