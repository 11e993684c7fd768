import { counted, formatEstimate } from '../text/index.ts'
import type { Outcome } from '../types/index.ts'
import { failingShares, shareInWords } from './evidence.ts'

/** A share of cells without an answer that is worth a remark. */
const NOTABLE = 0.05

/** Remarks on cells that were not answered. */
export function notesOn(counts: Partial<Record<Outcome, number>>): string[] {
  return failingShares(counts)
    .filter(({ share }) => share >= NOTABLE)
    .map((item) =>
      item.outcome === 'error'
        ? `${shareInWords(item)}, which counts against both verdicts: look at the endpoint first`
        : shareInWords(item),
    )
}

/**
 * Remarks on how often perturbations changed a prompt at all, from what was asked and what was skipped; none where they
 * always did.
 */
export function notesOnPassedOver({
  asked,
  over,
  examples,
}: {
  readonly asked: number
  readonly over: number
  /** Examples that none of the perturbations changes. */
  readonly examples: number
}): string[] {
  const differ = `${Math.round((100 * asked) / (asked + over))}% of the perturbed prompts drawn differ; the rest were passed over`
  return [
    ...(over === 0 ? [] : [differ]),
    ...(examples === 0
      ? []
      : [`${counted(examples, 'example')} left out, whose prompts none of the perturbations changes`]),
  ]
}

/** Says that answers vary by themselves, where repeats of the canonical prompt show it; `null` where they do not. */
export function noteOnRepeats({
  differ,
  repeats,
}: {
  readonly differ: number
  readonly repeats: number
}): string | null {
  if (differ === 0) return null
  return (
    `answers vary by themselves: ${differ} of ${repeats} repeats of the canonical prompt differ; ` +
    'a flip rate counts that too, maxExcessFlipRate does not'
  )
}

/** Instructions named in a note. */
const MOST_NAMED = 3

/** Names the instructions without which the estimate would be on the other side of the limit; `null` where there are none. */
export function noteOnInfluence(
  crossing: readonly { readonly variant: string; readonly estimate: number }[],
  limit: number,
): string | null {
  if (crossing.length === 0) return null
  const named = crossing
    .slice(0, MOST_NAMED)
    .map(({ variant, estimate }) => `${variant} (${formatEstimate(estimate, limit)})`)
  const more = crossing.length > MOST_NAMED ? ` or ${crossing.length - MOST_NAMED} more` : ''
  return `the estimate would lie on the other side of the limit without ${named.join(', or ')}${more} (exploratory)`
}

/** Says that a claim needs cells that the baseline does not hold, and why its release cannot be asked for them. */
export function noteOnMissingCells(why: string): string {
  return `baseline too shallow: it lacks cells of this claim, and ${why}. Accept again: npx vitest-robustness baseline accept`
}

/** Says that sources were added since the baseline was accepted, and why its release cannot be asked for their cells. */
export function noteOnAddedSources(added: number, why: string): string {
  return (
    `${counted(added, 'added source waits', 'added sources wait')} for the next acceptance: the baseline lacks their ` +
    `cells, and ${why}`
  )
}
