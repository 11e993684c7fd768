import { didYouMean, nameHint } from '../../core/text/index.ts'
import { type ClaimResult, UsageError, type Waiver } from '../../core/types/index.ts'
import { waives } from '../../deciding/claim/waiver.ts'
import type { SessionState } from '../session/sessionState.ts'
import type { SessionWaivers } from '../session/waivers.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import type { TestTally } from './tallyTests.ts'

const SHOWN = 5

/** Why only a part of the suites ran. A missing claim of the manifest is found by content anyway. */
export function partialRun(session: SessionState): string | null {
  const { shard } = session
  if (shard) return `this is shard ${shard.index} of ${shard.count}; the merged run decides`
  return namePattern(session)
}

/** The tests that were chosen by name, line or tag, in words; `null` where all were. */
export function namePattern(session: Pick<SessionState, 'vitest' | 'selection'>): string | null {
  const pattern = session.vitest.getGlobalTestNamePattern() ?? session.vitest.config.testNamePattern
  if (pattern) return `tests were chosen by name (${String(pattern)})`
  const { lines, tags } = session.selection()
  if (lines.length > 0) return `tests were chosen by their lines (${lines.join(', ')})`
  return tags.length > 0 ? `tests were chosen by tag (${tags.join(', ')})` : null
}

/**
 * Tells of an accepted title whether no test of the suites has it any more. Where a part ran, or a suite did not load, its
 * test may be elsewhere.
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

/** Which missing claims are missing because their test was skipped, one sentence each. */
export function skippedClaims(
  missing: readonly { readonly title: string }[],
  skippedTests: readonly string[],
): readonly string[] {
  const skipped = new Set(skippedTests)
  return missing
    .filter(({ title }) => skipped.has(title) || skipped.has(testOf(title)))
    .map(({ title }) => `The test of "${title}" is skipped: run it, or accept a baseline without it.`)
}

/** Skipped tests where no baseline says which claims there are: what they would have claimed is not known to hold. */
export function skippedUnknown(skippedTests: readonly string[]): readonly string[] {
  if (skippedTests.length === 0) return []
  const names = skippedTests.map((name) => `"${name}"`).join(', ')
  const are = skippedTests.length === 1 ? 'A robust test is' : `${skippedTests.length} robust tests are`
  return [
    `${are} skipped, and no baseline says that the release may ship without: ${names}. Run or delete what is skipped.`,
  ]
}

/** The name of the test that made a claim: titles of several claims of one test, or of two tests of one name, add to it. */
export function testOf(title: string): string {
  return title.replace(/ \[[^\]]*\]$/, '').replace(/ \(\d+\)$/, '')
}

/**
 * Ids among those that the release line has `seen` which no instruction of the run's tasks has, in a sentence; `null` where
 * there is none. A slip of the pen would turn a seen wording into an unseen one, and nobody would see it.
 */
export function unknownSeen(
  seen: readonly string[] | null,
  collected: readonly Pick<CollectedClaim, 'about'>[],
): string | null {
  // Shards do not tell the ids of their instructions.
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

/** What the waivers' file has to say about a run. */
interface WaiverFindings {
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
    `no claim "${claim}" in this run${nameHint(claim, titles)}; correct the name, or remove the waiver`,
    at,
  ).message
}
