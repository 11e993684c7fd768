import type { TestModule } from 'vitest/node'
import type { ClaimResult } from '../../core/types/index.ts'
import { PROJECT } from '../session/environment.ts'

/** The outcomes of the run's tests, as vitest reports them. */
export interface TestTally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Modules of the robustness project that ran. */
  readonly robustModules: number
  /** Full names of all tests in the robust suites that were read, skipped ones too; `test.todo` is none yet. */
  readonly robustTests: readonly string[]
  /**
   * The reasons why robust tests were held back, one for each: answers are missing, and no endpoint may be asked here.
   */
  readonly heldBack: readonly string[]
  /** Tests of the other files that were read, skipped ones too. */
  readonly ordinaryTests: number
  /** Those of them that ran. */
  readonly ordinaryRun: number
  /** True if every robust suite that was read could be loaded, so that a test which is missing was removed. */
  readonly allLoaded: boolean
  /** Failing tests and files and unhandled errors that no claim's verdict explains. */
  readonly ordinaryFailures: number
  /** Full names of the tests of robust suites that were skipped. */
  readonly skippedTests: readonly string[]
  readonly usageErrors: readonly string[]
  /**
   * Messages of endpoints that would not answer at all (a wrong key, a wrong path): nothing was learnt about the model.
   */
  readonly endpointErrors: readonly string[]
  /** Faults of the machinery, a sentence each: a worker that died, a journal that could not be written. */
  readonly faults: readonly string[]
}

/** An error that belongs to no test, as vitest hands it over. */
export type Unhandled = Pick<Error, 'message'> & { readonly code?: unknown; readonly cause?: unknown }

/** Reads the tests' outcomes. An error of a test is explained if a claim of that test made it fail. */
export function tallyTests(modules: readonly TestModule[], unhandled: readonly Unhandled[]): TestTally {
  const crashes = unhandled.filter(isCrash)
  let [passed, failed, skipped, ordinary, robustModules] = [0, 0, 0, unhandled.length - crashes.length, 0]
  let [ordinaryTests, ordinaryRun, allLoaded] = [0, 0, true]
  const heldBack: string[] = []
  const usage: string[] = []
  const skippedTests: string[] = []
  const robustTests: string[] = []
  const endpoints: string[] = []
  const faults = crashes.map((crash) => `The test process broke down: ${causeOf(crash)}.`)
  for (const module of modules) {
    const robust = module.project.name === PROJECT
    if (robust && module.state() !== 'skipped') robustModules += 1
    for (const error of module.errors()) {
      if (robust) allLoaded = false
      if (error.name === 'UsageError') usage.push(error.message)
      else if (isCrash(error)) faults.push(`${module.relativeModuleId}: ${causeOf(error)}.`)
      else ordinary += 1
    }
    for (const suite of module.children.allSuites()) ordinary += suite.errors().length
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result()
      const meta = test.meta().robustness
      if (robust && test.options.mode !== 'todo') robustTests.push(test.fullName)
      if (meta?.heldBack !== undefined) heldBack.push(meta.heldBack)
      if (!robust) ordinaryTests += 1
      if (!robust && state !== 'skipped') ordinaryRun += 1
      if (state === 'passed') passed += 1
      else if (state === 'skipped') {
        skipped += 1
        if (robust && test.options.mode !== 'todo') skippedTests.push(test.fullName)
      }
      if (state !== 'failed') continue
      failed += 1
      const thrown = (meta?.claims.filter((claim) => claim.threw).length ?? 0) + (meta?.earlierThrows ?? 0)
      const messagesOf = (name: string): string[] =>
        (errors ?? []).filter((error) => error.name === name).map((error) => error.message)
      const [written, refused, lost] = [messagesOf('UsageError'), messagesOf('EndpointError'), messagesOf('HostError')]
      for (const one of written) usage.push(one)
      for (const error of errors ?? []) {
        if (error.name === 'EndpointError')
          (error['blames'] === 'configuration' ? usage : endpoints).push(error.message)
      }
      for (const one of lost) faults.push(`What was learnt could not be kept: ${firstLine(one)}.`)
      const explained = thrown + written.length + refused.length + lost.length
      const forgotten = (meta?.forgotten.length ?? 0) > 0
      if (forgotten || explained < Math.max(1, errors?.length ?? 0)) ordinary += 1
    }
  }
  return {
    passed,
    failed,
    skipped,
    robustModules,
    robustTests: robustTests.toSorted(),
    heldBack,
    ordinaryTests,
    ordinaryRun,
    allLoaded,
    ordinaryFailures: ordinary,
    skippedTests: skippedTests.toSorted(),
    usageErrors: [...new Set(usage)],
    endpointErrors: [...new Set(endpoints)],
    faults: [...new Set(faults)],
  }
}

/** Errors of the processes that run tests, in vitest's and Node's words. They are no fault of a test or a model. */
const CRASH =
  /^\[vitest-pool\]|^\[vitest-worker\]|worker (?:exited|terminated|process exited)|process\.exit unexpectedly called|ERR_WORKER|Channel closed|ENOSPC|EDQUOT|EROFS/i

function isCrash({ message, code }: Unhandled): boolean {
  return CRASH.test(`${typeof code === 'string' ? `${code} ` : ''}${message}`) || CRASH.test(message)
}

/**
 * Returns the cause of a crash. Vitest's own sentence says that a worker is gone, and the error inside it says why: a
 * signal, a missing package.
 */
function causeOf({ message, cause }: Unhandled): string {
  const deepest = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : ''
  return deepest === '' ? firstLine(message) : `${firstLine(message)}: ${firstLine(deepest)}`
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/[.:]+$/, '')
}

/**
 * Returns the exit code of a shard's process: 0 if its own claims and tests leave nothing open, whatever the merge makes of
 * them. The order is the gate's: usage, fail, inconclusive or infrastructure.
 */
export function shardExitCode(
  claims: readonly ClaimResult[],
  tests: Pick<TestTally, 'usageErrors' | 'ordinaryFailures'>,
  doubts: readonly string[],
): 0 | 1 | 2 | 3 {
  const gating = claims.filter(({ spec }) => !spec.advisory)
  if (tests.usageErrors.length > 0) return 2
  if (tests.ordinaryFailures > 0 || gating.some(({ verdict }) => verdict === 'fail')) return 1
  return doubts.length > 0 || gating.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0
}
