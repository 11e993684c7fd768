import type { TestModule } from 'vitest/node'
import { PROJECT } from './projectName.ts'

/** What vitest itself made of the run. */
export interface TestTally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Modules of the robustness project that ran. */
  readonly robustModules: number
  /** Failing tests and files and unhandled errors that no claim's verdict explains. */
  readonly ordinaryFailures: number
  /** Full names of the tests of robust suites that were skipped. */
  readonly skippedTests: readonly string[]
  readonly usageErrors: readonly string[]
  /** Messages of endpoints that would not answer at all (a wrong key, a wrong path): nothing was learnt of the model. */
  readonly endpointErrors: readonly string[]
}

/** Reads the tests' outcomes. An error of a test is explained if a claim of that test made it fail. */
export function tallyTests(modules: readonly TestModule[], unhandled: number): TestTally {
  let [passed, failed, skipped, ordinary, robustModules] = [0, 0, 0, unhandled, 0]
  const usage: string[] = []
  const skippedTests: string[] = []
  const endpoints: string[] = []
  for (const module of modules) {
    if (module.project.name === PROJECT && module.state() !== 'skipped') robustModules += 1
    for (const error of module.errors()) {
      if (error.name === 'UsageError') usage.push(error.message)
      else ordinary += 1
    }
    for (const suite of module.children.allSuites()) ordinary += suite.errors().length
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result()
      if (state === 'passed') passed += 1
      else if (state === 'skipped') {
        skipped += 1
        if (module.project.name === PROJECT) skippedTests.push(test.fullName)
      }
      if (state !== 'failed') continue
      failed += 1
      const meta = test.meta().robustness
      const thrown = meta?.claims.filter((claim) => claim.threw).length ?? 0
      const written = (errors ?? []).filter((error) => error.name === 'UsageError').map((error) => error.message)
      for (const one of written) usage.push(one)
      const refused = (errors ?? []).filter((error) => error.name === 'EndpointError').map((error) => error.message)
      for (const one of refused) endpoints.push(one)
      const forgotten = (meta?.forgotten.length ?? 0) > 0
      if (forgotten || thrown + written.length + refused.length < Math.max(1, errors?.length ?? 0)) ordinary += 1
    }
  }
  return {
    passed,
    failed,
    skipped,
    robustModules,
    ordinaryFailures: ordinary,
    skippedTests: skippedTests.toSorted(),
    usageErrors: [...new Set(usage)],
    endpointErrors: [...new Set(endpoints)],
  }
}
