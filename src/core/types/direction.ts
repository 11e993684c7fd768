import type { ClaimVerdict } from './verdict.ts'

/** A sense is the direction of a claim's limit: its mean must be at most the limit, or at least the limit. */
export type Sense = 'at most' | 'at least'

/** Returns the sense of a claim that says the opposite. */
export function opposite(sense: Sense): Sense {
  return sense === 'at most' ? 'at least' : 'at most'
}

/** Says whether a value keeps a limit on the same scale. A value on the limit keeps it. */
export function holds(sense: Sense, value: number, limit: number): boolean {
  return sense === 'at most' ? value <= limit : value >= limit
}

/** Says whether a value is strictly better than another: smaller where the limit is a most, greater where it is a least. */
export function isBetter(sense: Sense, value: number, other: number): boolean {
  return !holds(sense, other, value)
}

/** Says whether a limit admits values that another one does not. */
export function isLooser(sense: Sense, limit: number, other: number): boolean {
  return isBetter(sense, other, limit)
}

/** Returns the ends of a range, the better one first. */
export function bestFirst(
  sense: Sense,
  [low, high]: readonly [number, number],
): readonly [best: number, worst: number] {
  return sense === 'at most' ? [low, high] : [high, low]
}

/**
 * Sorts what was found on both sides of a limit by the verdict that it speaks for: above a most is a failure, above a least
 * a pass.
 */
export function byVerdict<Found>(
  sense: Sense,
  { above, below }: { readonly above: Found; readonly below: Found },
): { readonly pass: Found; readonly fail: Found } {
  return sense === 'at most' ? { pass: below, fail: above } : { pass: above, fail: below }
}

/** Reverses `byVerdict`: it sorts what belongs to the verdicts by the side of the limit that speaks for each. */
export function bySide<Found>(
  sense: Sense,
  { pass, fail }: { readonly pass: Found; readonly fail: Found },
): { readonly above: Found; readonly below: Found } {
  return sense === 'at most' ? { above: fail, below: pass } : { above: pass, below: fail }
}

/**
 * Says whether a claim rests on the upper end of its interval: it passes below its limit, or fails below it. A claim that
 * is not decided rests on the end that a failure would rest on.
 */
export function restsOnUpper(sense: Sense, verdict: ClaimVerdict): boolean {
  return (verdict === 'pass') === (sense === 'at most')
}
