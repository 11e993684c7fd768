import type { Location } from './location.ts'

/** A temporary looser limit for one claim, as the waivers' file says it. */
export interface Waiver {
  /** Title or id of the claim. */
  readonly claim: string
  /** Looser than the claim's own, written as the suite writes it (e.g. `by` of a regression claim). */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  /** Last day on which it holds: an ISO date. */
  readonly expires: string
  readonly at: Location
}

/** A waiver under which a claim was tested. The claim's own limit is no part of what the gate guarantees. */
export interface Waived {
  /** Id of the claim with its own limit. */
  readonly of: string
  /** The claim's own limit. */
  readonly limit: number
  readonly reason: string
  readonly owner: string
  readonly expires: string
}
