import type { GateResult } from '../types/index.ts'

/** More names than this are counted. */
const MOST_TITLES = 10

/** Titles in quotes, sorted, e.g. `"a", "b" and 3 more`. */
export function titlesInQuotes(claims: readonly { readonly title: string }[]): string {
  const titles = claims.map((claim) => `"${claim.title}"`).toSorted()
  const shown = titles.slice(0, MOST_TITLES).join(', ')
  return titles.length > MOST_TITLES ? `${shown} and ${titles.length - MOST_TITLES} more` : shown
}

const BEGINNING = 'Only part of the suites ran'

/** What a run of a part of the suites says of itself, in one sentence. */
export function partialReason(why: string): string {
  return `${BEGINNING}: ${why}.`
}

/** Whether a run was of a part of the suites. */
export function isPartial({ reasons }: Pick<GateResult, 'reasons'>): boolean {
  return reasons.some((reason) => reason.startsWith(BEGINNING))
}
