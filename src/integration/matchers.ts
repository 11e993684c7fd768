import { claimKinds } from '../claims/index.ts'
import { replayCommand } from '../core/report/index.ts'
import { claimMessage } from '../core/wording/index.ts'
import { UsageError, type ClaimKind, type ClaimResult, type GatePolicy } from '../core/words/index.ts'
import { HeldBackError } from '../observe/index.ts'
import { againstAnchor, namingAnchor, type AnchoredClaim } from './againstAnchor.ts'
import { awaitedOnly } from './awaitedOnly.ts'
import { claimTitle } from './claimTitle.ts'
import { decideClaim, type ClaimCall } from './decideClaim.ts'
import { toSubject } from './subject.ts'
import { readArguments } from './readArguments.ts'
import { recordOf } from './recordOf.ts'
import { testContext, type PendingClaim, type RobustTest } from './testContext.ts'
import { getWorker, type Worker } from './worker.ts'

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

type Matcher = (this: MatcherState, received: unknown, ...given: unknown[]) => PromiseLike<MatcherResult>

/** Every kind of claim as a matcher: what `expect.extend` takes. */
export function matchers(kinds: Readonly<Record<string, ClaimKind>> = claimKinds): Record<string, Matcher> {
  return Object.fromEntries(Object.values(kinds).map((kind) => [kind.name, toMatcher(kind)]))
}

/** The one adapter from a kind of claim to a matcher. */
function toMatcher(kind: ClaimKind): Matcher {
  return function matcher(received, ...given) {
    refuseMisuse(kind.name, this)
    const test = testContext.getStore()
    if (!test) throw new UsageError(`${kind.name}() works inside a test only`)
    const pending: PendingClaim = { matcher: kind.name, awaited: false, settled: false }
    test.pending.push(pending)
    const claim = claimTitle(test)
    const asked = decide(kind, { received, given, negated: this.isNot ?? false, test, ...claim }).finally(() => {
      pending.settled = true
    })
    return awaitedOnly(asked, pending)
  }
}

interface Call {
  readonly received: unknown
  readonly given: readonly unknown[]
  readonly negated: boolean
  readonly test: RobustTest
  readonly title: string
  readonly call: string
  readonly at?: { readonly file: string; readonly line: number; readonly column: number }
}

async function decide(kind: ClaimKind, { received, given, ...call }: Call): Promise<MatcherResult> {
  const { test, negated } = call
  const worker = await getWorker()
  const asked = { ...call, ...readArguments(kind, given), kind, subject: toSubject(kind.name, received) }
  const second = againstAnchor(asked, worker)
  const own = await decideOrSkip(asked, worker)
  const results = second === null ? [own] : [own, await decideAnchored(second)]
  for (const result of results) note(test, result, !keepsTest(result, worker.config.policy))
  const broken = results.find((result) => !keepsTest(result, worker.config.policy))
  // Vitest inverts `pass` under `.not`. The claim was swapped already, so its own verdict says what the test must do.
  const pass = (broken === undefined) !== negated
  const replay = replayCommand({ ...worker.config, title: asked.title })
  return { pass, message: () => claimMessage(broken ?? own, { replay }) }
}

async function decideAnchored({ call, worker }: AnchoredClaim): Promise<ClaimResult> {
  return decideOrSkip(call, worker).catch((error: unknown) => {
    throw namingAnchor(error, worker)
  })
}

/** Decides a claim; where an answer is missing that nobody may ask for here, the test ends as skipped and says why. */
async function decideOrSkip(call: ClaimCall, worker: Worker): Promise<ClaimResult> {
  try {
    return await decideClaim(call, worker)
  } catch (error) {
    if (!(error instanceof HeldBackError)) throw error
    const { test } = call
    test.task.meta.robustness = { ...recordOf(test), heldBack: error.message }
    return test.skip(error.message)
  }
}

/** Whether the test goes on: a claim that does not gate is recorded and shown, and fails no test. */
function keepsTest({ verdict, spec }: ClaimResult, policy: GatePolicy = {}): boolean {
  if (verdict === 'pass' || verdict === 'not applicable' || spec.advisory || policy.advisory) return true
  return verdict === 'inconclusive' && policy.inconclusive === 'warn'
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
