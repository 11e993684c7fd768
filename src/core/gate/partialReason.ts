import type { GateResult } from '../types/index.ts'

const BEGINNING = 'Only part of the suites ran'

/** What a run of a part of the suites says of itself, in one sentence. */
export function partialReason(why: string): string {
  return `${BEGINNING}: ${why}.`
}

/** Whether a run was of a part of the suites. */
export function isPartial({ reasons }: Pick<GateResult, 'reasons'>): boolean {
  return reasons.some((reason) => reason.startsWith(BEGINNING))
}
