import { nameHint } from '../core/text/index.ts'
import { UsageError, type ClaimResult, type Waiver } from '../core/words/index.ts'
import type { SessionWaivers } from './sessionWaivers.ts'

/** What the waivers' file has to say about a run. */
export interface WaiverFindings {
  /** Waivers of claims that are not there: a slip of the pen, or a leftover. */
  readonly errors: readonly string[]
  readonly remarks: readonly string[]
}

/**
 * Looks for waivers that no claim took, and names the expired ones. A part of the suites cannot tell what is missing:
 * pass `partial` then.
 */
export function waiverFindings(
  waivers: SessionWaivers | null,
  claims: readonly ClaimResult[],
  partial: boolean,
): WaiverFindings {
  if (!waivers) return { errors: [], remarks: [] }
  const titles = claims.map(({ title }) => title)
  const names = new Set(claims.flatMap(({ id, title, waived }) => [id, title, ...(waived ? [waived.of] : [])]))
  const unknown = waivers.holding.filter(({ claim }) => !names.has(claim))
  return {
    errors: partial ? [] : unknown.map((waiver) => noClaim(waiver, titles)),
    remarks: waivers.expired
      .filter(({ claim }) => names.has(claim))
      .map(
        ({ claim, expires, owner, at }) =>
          `The waiver of "${claim}" (${owner}, ${at.file}:${at.line}) expired on ${expires}: the claim gates at its own limit again.`,
      ),
  }
}

function noClaim({ claim, at }: Waiver, titles: readonly string[]): string {
  return new UsageError(
    `no claim "${claim}" in this run${nameHint(claim, titles)}; mend the name, or remove the waiver`,
    at,
  ).message
}
