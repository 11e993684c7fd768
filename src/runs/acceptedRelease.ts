import type { ClaimSpec, RunEvidence } from '../core/types/index.ts'

/** The release name of observations that come from a baseline's stored cells: `v1@accepted`. */
export function acceptedRelease(name: string): string {
  return `${name}${MARK}`
}

/** The release that an observation is of: without the mark of stored cells. */
export function releaseOf(name: string): string {
  return isAcceptedRelease(name) ? name.slice(0, -MARK.length) : name
}

/** Whether an observation comes from a baseline's stored cells: no request was made for it. */
export function isAcceptedRelease(name: string): boolean {
  return name.endsWith(MARK)
}

const MARK = '@accepted'

/** The release name under which the anchor's stored cells go: it may be the baseline's release at another revision. */
export function anchorRelease(name: string): string {
  return `${name}@anchor`
}

/** The name of the observations that a claim is held against; `null` where the run has none. */
export function heldAgainst(
  { against }: Pick<ClaimSpec, 'against'>,
  { baseline, anchor }: Pick<RunEvidence, 'baseline' | 'anchor'>,
): string | null {
  if (against === 'anchor') return anchor ? acceptedRelease(anchorRelease(anchor.release.name)) : null
  return baseline === null ? null : acceptedRelease(baseline.name)
}
