import { claimKinds } from '../claims/index.ts'
import { claimMessage, replayCommand } from '../core/report/index.ts'
import { UsageError, type ClaimKind, type ClaimResult } from '../core/words/index.ts'
import { awaitedOnly } from './awaitedOnly.ts'
import { claimTitle } from './claimTitle.ts'
import { decideClaim } from './decideClaim.ts'
import { toSubject } from './subject.ts'
import { recordOf } from './recordOf.ts'
import { testContext, type PendingClaim, type RobustTest } from './testContext.ts'
import { getWorker } from './worker.ts'

/** The parts of vitest's matcher state that the adapter reads. */
interface MatcherState {
  readonly isNot?: boolean
  readonly poll?: boolean
  /** Missing where the matcher is used asymmetrically. */
  readonly assertion?: unknown
}

interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

type Matcher = (this: MatcherState, received: unknown, options?: unknown) => PromiseLike<MatcherResult>

/** Every kind of claim as a matcher: what `expect.extend` takes. */
export function matchers(kinds: Readonly<Record<string, ClaimKind>> = claimKinds): Record<string, Matcher> {
  return Object.fromEntries(Object.values(kinds).map((kind) => [kind.name, toMatcher(kind)]))
}

/** The one adapter from a kind of claim to a matcher. */
function toMatcher(kind: ClaimKind): Matcher {
  return function matcher(received, options) {
    refuseMisuse(kind.name, this)
    const test = testContext.getStore()
    if (!test) throw new UsageError(`${kind.name}() works inside a test only`)
    const pending: PendingClaim = { matcher: kind.name, awaited: false, settled: false }
    test.pending.push(pending)
    const claim = claimTitle(test)
    const asked = decide(kind, { received, options, negated: this.isNot ?? false, test, ...claim }).finally(() => {
      pending.settled = true
    })
    return awaitedOnly(asked, pending)
  }
}

interface Call {
  readonly received: unknown
  readonly options: unknown
  readonly negated: boolean
  readonly test: RobustTest
  readonly title: string
  readonly call: string
  readonly at?: { readonly file: string; readonly line: number; readonly column: number }
}

async function decide(kind: ClaimKind, { received, ...call }: Call): Promise<MatcherResult> {
  const { test, negated } = call
  const worker = await getWorker()
  const result = await decideClaim({ ...call, kind, subject: toSubject(kind.name, received) }, worker)
  const holds = result.verdict === 'pass' || result.verdict === 'not applicable' || result.spec.advisory
  note(test, result, !holds)
  // Vitest inverts `pass` under `.not`. The claim was swapped already, so its own verdict says what the test must do.
  const pass = holds !== negated
  return {
    pass,
    message: () => claimMessage(result, { replay: replayCommand({ ...worker.config, title: result.title }) }),
  }
}

/** A small summary on the test, which survives blobs, shards and merges. */
function note(test: RobustTest, { id, title, verdict, spec }: ClaimResult, threw: boolean): void {
  recordOf(test).claims.push({ id, title, verdict, advisory: spec.advisory, threw })
}

function refuseMisuse(name: string, state: MatcherState): void {
  if (state.assertion === undefined) {
    throw new UsageError(
      `${name}() cannot be used inside another matcher (asymmetrically): it would always pass there; write await expect(release().on(task)).${name}(…)`,
    )
  }
  if (state.poll) {
    throw new UsageError(
      `expect.poll cannot be used with ${name}(): asking again until it passes is no evidence; write await expect(…).${name}(…)`,
    )
  }
}
