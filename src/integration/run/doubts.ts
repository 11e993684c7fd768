import { didYouMean, nameHint } from '../../core/text/index.ts'
import { type ClaimResult, UsageError, type Waiver } from '../../core/types/index.ts'
import { waives } from '../../deciding/claim/waiver.ts'
import type { SessionState } from '../session/sessionState.ts'
import type { SessionWaivers } from '../session/waivers.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import type { TestTally } from './tallyTests.ts'

const SHOWN = 5

/**
 * Says why only a part of the suites ran; `null` where all ran, as far as filters of tests show. Filters of files need
 * not be known here: a claim of the manifest that they leave out is found to be missing.
 */
export function partialRun(session: SessionState): string | null {
  const { shard } = session
  if (shard) return `this is shard ${shard.index} of ${shard.count}; the merged run decides`
  return namePattern(session)
}

/** Returns the tests that were chosen by name, line or tag, in words; `null` where all were. */
export function namePattern(session: Pick<SessionState, 'vitest' | 'selection'>): string | null {
  const pattern = session.vitest.getGlobalTestNamePattern() ?? session.vitest.config.testNamePattern
  if (pattern) return `tests were chosen by name (${String(pattern)})`
  const { lines, tags } = session.selection()
  if (lines.length > 0) return `tests were chosen by their lines (${lines.join(', ')})`
  return tags.length > 0 ? `tests were chosen by tag (${tags.join(', ')})` : null
}

/**
 * Makes a check that is true for an accepted title which no test of the suites has any more. It is never true where
 * only a part ran, or a suite did not load: the test may be there.
 */
export function goneTitles(
  session: SessionState,
  tests: TestTally,
  partial: string | null,
): (title: string) => boolean {
  if (partial !== null || session.merges || session.selection().files.length > 0 || !tests.allLoaded) return () => false
  const there = new Set(tests.robustTests)
  return (title) => !there.has(testOf(title))
}

/** Names the claims that are missing because their test was skipped, a sentence each. */
export function skippedClaims(
  missing: readonly { readonly title: string }[],
  skippedTests: readonly string[],
): readonly string[] {
  const skipped = new Set(skippedTests)
  return missing
    .filter(({ title }) => skipped.has(title) || skipped.has(testOf(title)))
    .map(({ title }) => `The test of "${title}" is skipped: run it, or accept a baseline without it.`)
}

/** Names skipped tests where no baseline says which claims there are: their claims are then not known to hold. */
export function skippedUnknown(skippedTests: readonly string[]): readonly string[] {
  if (skippedTests.length === 0) return []
  const names = skippedTests.map((name) => `"${name}"`).join(', ')
  const are = skippedTests.length === 1 ? 'A robust test is' : `${skippedTests.length} robust tests are`
  return [
    `${are} skipped, and no baseline says that the release may ship without: ${names}. Run or delete what is skipped.`,
  ]
}

/**
 * Returns the name of the test that made a claim. The title adds a number where one test makes several claims, and a place
 * where two tests have one name.
 */
export function testOf(title: string): string {
  return title.replace(/ \[[^\]]*\]$/, '').replace(/ \(\d+\)$/, '')
}

/**
 * Names, in a sentence, the ids in `seen` that no instruction of the run's tasks has; `null` where there is none. A
 * typing mistake would turn a seen wording into an unseen one without anybody noticing.
 */
export function unknownSeen(
  seen: readonly string[] | null,
  collected: readonly Pick<CollectedClaim, 'about'>[],
): string | null {
  // Shards do not hand over the ids of their instructions.
  if (seen === null || collected.some(({ about }) => about.instructions === undefined)) return null
  const known = new Set(collected.flatMap(({ about }) => about.instructions ?? []))
  const unknown = seen.filter((id) => !known.has(id))
  if (known.size === 0 || unknown.length === 0) return null
  const shown = unknown.slice(0, SHOWN).map((id) => `${JSON.stringify(id)}${didYouMean(id, known)}`)
  const more = unknown.length > SHOWN ? `, and ${unknown.length - SHOWN} more` : ''
  return (
    `"seen" names instructions that no task of this run has: ${shown.join(', ')}${more}. ` +
    'Check the spelling: a wording that is not found there counts as unseen.'
  )
}

/** The errors and remarks that the waivers' file causes in a run. */
interface WaiverFindings {
  /**
   * Waivers of claims that do not exist (a typing mistake, or a claim that was removed), and waivers that fit several
   * claims.
   */
  readonly errors: readonly string[]
  readonly remarks: readonly string[]
}

/**
 * Finds waivers that fit no claim or several, and names the expired ones. Pass `partial` where only a part of the
 * suites ran: a claim may then be in the other part. The waiver of an `accepted` claim that this run did not decide is
 * no error here, since the gate names that claim.
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

/** Returns the claims that a waiver names: several where a short name fits them all. One asserted twice is one claim. */
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
    `no claim "${claim}" in this run${nameHint(claim, titles)}; correct the name, or remove the waiver`,
    at,
  ).message
}
