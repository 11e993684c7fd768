import { relative } from 'node:path'
import { claimKinds, isPerturbation } from '../../claims/index.ts'
import { perturbations as shipped } from '../../core/perturbations/index.ts'
import {
  type ClaimKind,
  type ClaimRecord,
  type ClaimResult,
  type GatePolicy,
  type Location,
  NotReadyError,
  type Perturbation,
  type Task,
  UsageError,
} from '../../core/types/index.ts'
import { claimAnnotation, claimMessage, replayCommand } from '../../core/wording/index.ts'
import { isDecided } from '../../deciding/ask/outcome.ts'
import { isNeverAsked, NOT_ASKED_HERE } from '../../deciding/ask/heldBack.ts'
import type { Worker } from '../../deciding/ask/worker.ts'
import { type AnchoredClaim, againstAnchor, namingAnchor } from '../../deciding/claim/anchor.ts'
import type { ClaimCall } from '../../deciding/ask/claim.ts'
import { decideClaim } from '../../deciding/claim/decideClaim.ts'
import { toSubject } from '../../deciding/ask/subject.ts'
import { HeldBackError } from '../../observe/index.ts'
import { annotateTest } from './annotateTest.ts'
import { type PendingClaim, type RobustTest, claimDeadline, recordOf, testContext } from './robustTest.ts'
import { refuseUntrueTag } from './tags.ts'
import { getWorker } from './worker.ts'

/** The parts of vitest's matcher state that the adapter reads. */
interface MatcherState {
  readonly isNot?: boolean
  readonly poll?: boolean
  /** It is missing where the matcher is used asymmetrically. */
  readonly assertion?: unknown
}

interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

type Matcher = (this: MatcherState, received: unknown, ...given: unknown[]) => PromiseLike<MatcherResult>

/** Makes a matcher of each kind of claim, as `expect.extend` takes them. */
export function matchers(kinds: Readonly<Record<string, ClaimKind>> = claimKinds): Record<string, Matcher> {
  return Object.fromEntries(Object.values(kinds).map((kind) => [kind.name, toMatcher(kind)]))
}

/** Makes the matcher of a kind of claim. It is the only adapter between the two. */
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

async function decide(kind: ClaimKind, { received, given, test, ...call }: Call): Promise<MatcherResult> {
  const { negated } = call
  const worker = await getWorker()
  const read = readArguments(kind, given)
  refuseUntrueTag(kind.name, test.task.tags, read.options)
  const { signal, clear } = claimDeadline(test)
  const asked = { ...call, ...read, kind, subject: toSubject(kind.name, received), signal }
  const results = await decideBoth(asked, worker, test).finally(clear)
  const decided = results.filter(isDecided)
  for (const result of decided) record(test, result, !keepsTest(result, worker.config.policy))
  const broken = decided.find((result) => !keepsTest(result, worker.config.policy))
  // Vitest inverts `pass` under `.not`. The claim was swapped already, so its own verdict says what the test must do.
  const pass = (broken === undefined) !== negated
  const replayOf = (title: string) => replayCommand({ ...worker.config, title })
  const ledger = worker.config.ledger !== undefined
  for (const result of decided)
    await annotateTest(test, claimAnnotation(result, { ledger, replay: replayOf(result.title) }))
  const replay = replayOf(asked.title)
  const shown = broken ?? decided[0]
  // A claim that was not decided breaks no test, so that its message is never shown.
  return {
    pass,
    message: () => (shown === undefined ? `${asked.title}: not decided` : claimMessage(shown, { replay })),
  }
}

/**
 * Returns the claim itself and, where an anchor is pinned and the claim is about a regression, the same against the anchor.
 */
async function decideBoth(
  asked: ClaimCall,
  worker: Worker,
  test: RobustTest,
): Promise<readonly [ClaimRecord, ...ClaimRecord[]]> {
  const second = againstAnchor(asked, worker)
  const own = await decideOrSkip(asked, worker, test)
  return second === null ? [own] : [own, await decideAnchored(second, test)]
}

async function decideAnchored({ call, worker }: AnchoredClaim, test: RobustTest): Promise<ClaimRecord> {
  return decideOrSkip(call, worker, test).catch((error: unknown) => {
    throw namingAnchor(error, worker)
  })
}

/**
 * Decides a claim. Where no endpoint may be asked, and an answer is missing or the suite is not ready to be gated, the test
 * ends as skipped and says why.
 */
async function decideOrSkip(call: ClaimCall, worker: Worker, test: RobustTest): Promise<ClaimRecord> {
  try {
    return await decideClaim(call, worker)
  } catch (error) {
    const reason = await heldBackBy(error, call, worker)
    if (reason === null) throw error
    test.task.meta.robustness = { ...recordOf(test), heldBack: reason }
    return test.skip(reason)
  }
}

/** Returns the reason why an error holds the test back; `null` where it is one. */
async function heldBackBy(thrown: unknown, { subject }: ClaimCall, worker: Worker): Promise<string | null> {
  if (thrown instanceof HeldBackError) return thrown.message
  if (!(thrown instanceof NotReadyError)) return null
  const candidate = await worker.release(subject.release ?? worker.config.candidate).catch(() => null)
  return candidate !== null && isNeverAsked(candidate, worker) ? `${thrown.message}. ${NOT_ASKED_HERE}` : null
}

/** Says whether the test goes on: a claim that does not gate is recorded and shown, and fails no test. */
function keepsTest({ verdict, spec }: ClaimResult, policy: GatePolicy = {}): boolean {
  if (verdict === 'pass' || verdict === 'not applicable' || spec.advisory || policy.advisory) return true
  return verdict === 'inconclusive' && policy.inconclusive === 'warn'
}

/** Puts a small summary on the test, which survives blobs, shards and merges. */
function record(test: RobustTest, { id, title, verdict, spec }: ClaimResult, threw: boolean): void {
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

/** Returns the name of the test's next claim, and the test's place in its suite, relative to the project's root. */
function claimTitle(test: RobustTest): {
  readonly title: string
  readonly call: string
  readonly at?: Required<Location>
} {
  const { task } = test
  const count = ++test.claims
  const title = count === 1 ? task.fullTestName : `${task.fullTestName} (${count})`
  const call = `${task.id}#${count}`
  if (!task.location) return { title, call }
  const { line, column } = task.location
  return { title, call, at: { file: relative(process.cwd(), task.file.filepath).replaceAll('\\', '/'), line, column } }
}

/**
 * Makes a thenable that notes whether anybody waits for it. Vitest calls `then` once itself and hands the outcome of
 * that to the test, so the note is taken one step later. It is no native promise on purpose: `await` does not call the
 * `then` of one. A rejection that nobody waits for is swallowed here, because the test fails for not waiting.
 */
function awaitedOnly<T>(promise: Promise<T>, pending: PendingClaim): PromiseLike<T> {
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
    then: (onFulfilled, onRejected) => noteThen(promise.then(onFulfilled, onRejected), pending),
  }
}

function noteThen<T>(promise: Promise<T>, pending: PendingClaim): Promise<T> {
  promise.catch(() => {})
  const note = (): Promise<T> => {
    pending.awaited = true
    return promise
  }
  const noted: Promise<T> = {
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is the point
    then: (onFulfilled, onRejected) => note().then(onFulfilled, onRejected),
    catch: (onRejected) => note().catch(onRejected),
    finally: (onFinally) => note().finally(onFinally),
    [Symbol.toStringTag]: 'Promise',
  }
  return noted
}

/** The arguments of a matcher: its options as the kind reads them, and the other task where it takes one. */
export interface MatcherArguments {
  readonly options: unknown
  readonly other?: Task
  /** The perturbations among the arguments, without those inside compositions. */
  readonly perturbations?: readonly Perturbation[]
}

/**
 * Puts an argument that stands before the options where `parse` reads it: release names as they are, a task by its
 * name. Throws `UsageError` where the claim needs a task and got something else.
 */
function readArguments({ name, first }: ClaimKind, given: readonly unknown[]): MatcherArguments {
  if (first === undefined) return { options: given[0] }
  const [value, options = {}] = given
  if (first === 'otherTask' && !isTask(value))
    throw new UsageError(`${name}() takes another task first: expect(release().on(task)).${name}(otherTask, { … })`)
  if (typeof options !== 'object' || options === null) return { options }
  if (first === 'perturbations') {
    const perturbations = [value].flat().filter(isPerturbation)
    refuseNamesakes(name, perturbations)
    return { options: { ...options, perturbations: value }, perturbations }
  }
  return isTask(value)
    ? { options: { ...options, [first]: value.name }, other: value }
    : { options: { ...options, [first]: value } }
}

function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'examples' in value && 'instructions' in value
}

/**
 * Refuses a perturbation that has the name of another: variants are named after them, so the two would be taken for
 * one.
 */
function refuseNamesakes(matcher: string, own: readonly Perturbation[]): void {
  const known = new Map<string, Perturbation>(Object.entries(shipped))
  for (const one of own) {
    const other = known.get(one.name)
    if (other !== undefined && other !== one)
      throw new UsageError(
        `${matcher}(): another perturbation is named "${one.name}" already: give this one its own name`,
      )
    known.set(one.name, one)
  }
}
