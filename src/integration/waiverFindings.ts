import { nameHint } from '../core/text/index.ts'
import { UsageError, type ClaimResult, type Waiver } from '../core/words/index.ts'
import { waives } from './waive.ts'
import type { SessionWaivers } from './sessionWaivers.ts'

/** What the waivers' file has to say about a run. */
export interface WaiverFindings {
  /** Waivers of claims that are not there, a slip of the pen or a leftover, and those that fit several. */
  readonly errors: readonly string[]
  readonly remarks: readonly string[]
}

/**
 * Looks for waivers that no claim took, and names the expired ones. A part of the suites cannot tell what is missing:
 * pass `partial` then. The waiver of an `accepted` claim that this run did not decide is no slip: the gate names the claim.
 */
export function waiverFindings(
  waivers: SessionWaivers | null,
  claims: readonly ClaimResult[],
  partial: boolean,
  accepted: readonly Pick<ClaimResult, 'id' | 'title'>[] = [],
): WaiverFindings {
  if (!waivers) return { errors: [], remarks: [] }
  const titles = claims.map(({ title }) => title)
  const meant = (waiver: Waiver) => meantBy(waiver, claims)
  const isAccepted = (waiver: Waiver) => accepted.some(({ id, title }) => waives(waiver, title, id))
  const unknown = waivers.holding.filter((waiver) => meant(waiver).length === 0 && !isAccepted(waiver))
  const ambiguous = waivers.holding.filter((waiver) => meant(waiver).length > 1)
  return {
    errors: [
      ...(partial ? [] : unknown.map((waiver) => noClaim(waiver, titles))),
      ...ambiguous.map((waiver) => severalClaims(waiver, meant(waiver))),
    ],
    remarks: waivers.expired
      .filter((waiver) => meant(waiver).length > 0)
      .map(
        ({ claim, expires, owner, at }) =>
          `The waiver of "${claim}" (${owner}, ${at.file}:${at.line}) expired on ${expires}: the claim gates at its own limit again.`,
      ),
  }
}

/** The claims that a waiver names: several where a short name fits them all. One asserted twice is one claim. */
function meantBy(waiver: Waiver, claims: readonly ClaimResult[]): ClaimResult[] {
  const named = claims.filter(({ id, title, waived }) => waives(waiver, title, waived?.of ?? id))
  return [...new Map(named.map((claim) => [claim.waived?.of ?? claim.id, claim])).values()]
}

function severalClaims({ claim, at }: Waiver, meant: readonly ClaimResult[]): string {
  const named = meant.map(({ id, title, waived }) => `"${title}" (id ${waived?.of ?? id})`).join(', ')
  return new UsageError(
    `"${claim}" may be any of ${named}; write the whole title or the id of the one that is meant`,
    at,
  ).message
}

function noClaim({ claim, at }: Waiver, titles: readonly string[]): string {
  return new UsageError(
    `no claim "${claim}" in this run${nameHint(claim, titles)}; mend the name, or remove the waiver`,
    at,
  ).message
}
