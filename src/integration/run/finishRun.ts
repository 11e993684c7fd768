import { isGridMode, type ClaimRecord, type UndecidedClaim } from '../../core/types/index.ts'
import { setImmediate } from 'node:timers/promises'
import type { TestModule } from 'vitest/node'
import { isDecided } from '../../deciding/ask/outcome.ts'
import { prepareHistory } from '../../history/index.ts'
import type { Host } from '../../host/index.ts'
import { prepareSchemas } from '../../schemas/index.ts'
import { gatingClaims } from '../session/baseline.ts'
import { isCi } from '../session/environment.ts'
import { namesOf, type SessionState } from '../session/sessionState.ts'
import { acceptBaseline } from './acceptBaseline.ts'
import { keepGenerations, recordAttempt } from './attempt.ts'
import { buildRun } from './buildRun.ts'
import { namesakes, type CollectedClaim } from './collectedClaims.ts'
import { endOfInvocation, type Invocation } from './endOfInvocation.ts'
import { finishMeasure } from './finishMeasure.ts'
import { finishRange } from './finishRange.ts'
import { mergeRanges } from './mergeRanges.ts'
import { lookAround, type Surroundings } from './provenance.ts'
import { reportRun } from './reportRun.ts'
import { mergeShards } from './shards.ts'
import { tallyTests, type TestTally, type Unhandled } from './tallyTests.ts'

/** The claims of a run and its host, when vitest has run its tests. */
export interface Gathered {
  readonly claims: readonly CollectedClaim<ClaimRecord>[]
  readonly startedAt: Date
  readonly host: Host | undefined
  /** The number of test files that vitest began. */
  readonly begun: number
  /** The surroundings as they were found when the run began; `null` where they were not looked up. */
  readonly surroundings: Surroundings | null
}

/** The tests that vitest ran, as it hands them over. */
export interface Ended {
  readonly modules: readonly TestModule[]
  readonly unhandled: readonly Unhandled[]
  readonly interrupted: boolean
}

/** Ends a run in its mode: decides, writes what that mode writes, and sets the exit code. */
export async function finishRun(
  session: SessionState,
  { claims: all, startedAt, host, begun, ...known }: Gathered,
  ended: Ended,
): Promise<void> {
  const { vitest } = session
  const tally = withFault(tallyTests(ended.modules, ended.unhandled), begun > 0 && ended.modules.length === 0)
  const tests = withNamesakes(tally, all)
  // Before the remarks of the host are taken down: what could not be shared is one of them.
  for (const warning of (await host?.settle()) ?? []) vitest.logger.warn(`vitest-robustness: ${warning}`)
  const counted = host?.counters() ?? { made: 0, reused: 0, retried: 0 }
  const earlierAnswers = host?.earlierAnswers() ?? null
  const end = session.guard.decided
  if (session.mode.name === 'plan') {
    // Loaded here and not at the top: only a plan simulates.
    const { finishPlan } = await import('./finishPlan.ts')
    return end(await finishPlan(session, all, tests), null)
  }
  if (isGridMode(session.mode)) {
    const parts = {
      collected: all.filter(isLeftUndecided),
      tests,
      startedAt,
      surroundings: known.surroundings ?? (await lookAround(vitest.config.root)),
      calls: counted,
      earlierAnswers,
      ...(host && { took: host.took, answers: host.remarks() }),
    }
    const { exitCode, illustrate } = await finishMeasure(session, session.mode, parts)
    if (exitCode === 0) await host?.finish()
    end(exitCode, null)
    return illustrate()
  }
  if (session.mode.name === 'acceptEvidence') {
    const exitCode = await acceptBaseline(session, { collected: all, tests, earlierAnswers })
    // A later acceptance asks what is served then: of an unpinned release only what a broken one left is continued.
    if (!ended.interrupted && cameToAnEnd(all, tests) && !all.every(isPinned)) await host?.finish()
    return end(exitCode, null)
  }
  if (session.mode.name === 'range') {
    const usage = host?.usage() ?? null
    const { interrupted } = ended
    return end(
      await finishRange(session, { collected: all, tests, interrupted, calls: counted, usage, earlierAnswers }),
      null,
    )
  }
  const collected = all.filter(isOfGate)
  // A shard without a robust suite writes its part as well: the merge must know that it ran.
  const waiting = waitingForBaseline(collected, tests)
  if (waiting !== null && ranNothing(tests, waiting) && !session.shard && !session.merges) {
    const { exitCode, line } = endOfInvocation(invocationOf(session, tests, waiting))
    if (line !== null) vitest.logger.log(`vitest-robustness: ${line}`)
    return end(exitCode, null)
  }
  const took = host?.took ?? (() => null)
  const own = {
    collected,
    tests,
    startedAt,
    surroundings: known.surroundings ?? (await lookAround(vitest.config.root)),
    calls: counted,
    earlierAnswers,
    usage: host?.usage() ?? null,
    took,
    answers: host?.remarks() ?? [],
  }
  const merged = session.merges ? await mergeShards(session, ended.modules) : null
  const { ranges } = session
  const joined = ranges && (await mergeRanges({ ...session, ranges }, collected, host))
  const parts = merged
    ? { ...own, ...merged, merged }
    : joined
      ? { ...own, ...joined, merged: { partial: null, doubts: joined.doubts } }
      : own
  const counting = merged ? { ...session, ledger: merged.ledger } : session
  const draft = await buildRun(counting, { ...parts, tests: withNamesakes(parts.tests, parts.collected) })
  const { exitCode, illustrate } = await reportRun(session, draft, parts.collected, parts.took)
  if (!session.shard) await recordAttempt(counting, draft.evidence, parts.collected)
  if (!session.shard) await keepGenerations(session)
  end(exitCode, session.shard ? null : draft.evidence.gate.verdict)
  if (session.shard ? exitCode < 2 : draft.evidence.gate.verdict !== 'inconclusive') await host?.finish()
  await illustrate()
}

function isOfGate(claim: CollectedClaim<ClaimRecord>): claim is CollectedClaim {
  return isDecided(claim.result)
}

function isLeftUndecided(claim: CollectedClaim<ClaimRecord>): claim is CollectedClaim<UndecidedClaim> {
  return !isDecided(claim.result)
}

/** Says whether everything was asked that the suites ask for, and nothing broke the run off. */
function cameToAnEnd(collected: readonly CollectedClaim<ClaimRecord>[], tests: TestTally): boolean {
  const { usageErrors, endpointErrors, faults } = tests
  if (usageErrors.length + endpointErrors.length + faults.length > 0) return false
  return !collected.some(({ observations }) => Iterator.from(observations).some(({ outcome }) => outcome === 'error'))
}

function isPinned({ about }: CollectedClaim<ClaimRecord>): boolean {
  return [about.release, ...(about.otherReleases ?? [])].every(({ revision }) => revision !== null)
}

/** Adds the usage errors that are only seen when all claims have come in, of one process or of several. */
function withNamesakes(tests: TestTally, claims: readonly CollectedClaim<ClaimRecord>[]): TestTally {
  return { ...tests, usageErrors: [...new Set([...tests.usageErrors, ...namesakes(claims)])] }
}

/**
 * Adds a fault where vitest began test files and reported none of them: something before the tests broke, such as a
 * global set-up.
 */
function withFault(tests: TestTally, brokeOff: boolean): TestTally {
  const what = 'Vitest broke off before any test ran, for instance in a global set-up; what it prints says why.'
  return brokeOff ? { ...tests, faults: [...tests.faults, what] } : tests
}

/**
 * Counts the tests that ran and asked nothing, because each of their claims waits for a first baseline. `null` where a
 * claim was decided.
 */
function waitingForBaseline(collected: readonly CollectedClaim[], { skippedTests }: TestTally): number | null {
  if (collected.some(({ result }) => result.verdict !== 'not applicable')) return null
  return new Set(collected.map(({ result }) => result.title).filter((title) => !skippedTests.includes(title))).size
}

/**
 * Says whether no robust test did anything: no robust file ran, or some tests were held back, and each other one was
 * skipped or waits for a baseline.
 */
function ranNothing({ robustModules, robustTests, skippedTests, heldBack }: TestTally, waiting: number): boolean {
  if (robustModules === 0) return waiting === 0
  if (heldBack.length === 0 || skippedTests.length + waiting < robustTests.length) return false
  // With a test that is skipped in its file beside them, the run is written: it names that test.
  return waiting === 0 || heldBack.length + waiting === robustTests.length
}

/** Collects what is known of an invocation that decided nothing. */
function invocationOf(
  { vitest, stored, baselineMissing, command, ...session }: SessionState,
  tests: TestTally,
  waiting: number,
): Invocation {
  const selection = session.selection()
  return {
    command,
    ci: isCi(process.env),
    watching: vitest.config.watch,
    files: selection.files,
    names: namesOf(selection),
    emptyIsFine: selection.emptyIsFine,
    robust: {
      tests: tests.robustTests.length,
      skipped: tests.skippedTests.length,
      waiting,
      heldBack: tests.heldBack,
    },
    ordinary: { tests: tests.ordinaryTests, run: tests.ordinaryRun, failures: tests.ordinaryFailures },
    usageErrors: [...(baselineMissing === null ? [] : [baselineMissing]), ...tests.usageErrors],
    faults: tests.faults,
    baseline: stored && { id: stored.id, claims: gatingClaims(stored.baseline.claims).map(({ title }) => title) },
    written: null,
  }
}

/** Loads what else the end of a run needs, in steps that let sockets have their turn, and looks up what is known already. */
export async function warmUp({
  history,
  root,
}: {
  readonly history: boolean
  readonly root: string
}): Promise<Surroundings> {
  const surroundings = lookAround(root)
  await import('../../../reporters/index.ts')
  await setImmediate()
  prepareSchemas('run')
  await setImmediate()
  prepareSchemas('observation')
  await import('./pictureStored.ts')
  await setImmediate()
  if (history) await prepareHistory()
  return surroundings
}
