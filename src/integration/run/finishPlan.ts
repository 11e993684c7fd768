import { writeFile } from 'node:fs/promises'
import { isPaid, priceOf } from '../../core/cost/index.ts'
import { readVariable } from '../../core/environment/index.ts'
import { planRun, renderPlan } from '../../core/forecast/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'
import type { SessionState } from '../session/sessionState.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import type { TestTally } from './tallyTests.ts'

/**
 * Ends a plan run: prints the plan, or writes it as JSON to the file that the command line names in a variable of the
 * environment. Returns the exit code: 2 where a gating claim cannot be decided or something in the suites is wrong.
 */
export async function finishPlan(
  { vitest, options, stored, claimsPlanned }: SessionState,
  collected: readonly Pick<CollectedClaim, 'about'>[],
  tests: TestTally,
): Promise<ExitCode> {
  const prices = options.prices ?? {}
  const releases = collected.map(({ about }) => about.release)
  const paid = new Set(releases.filter((release) => isPaid(priceOf(prices, release))).map(({ name }) => name))
  const plan = planRun({
    candidate: options.candidate,
    baseline: stored?.id ?? null,
    seed: String(options.seed),
    alpha: options.alpha ?? 0.05,
    claimsPlanned: claimsPlanned.count,
    claims: collected.flatMap(({ about }) => about.plan ?? []),
    budget: options.budget ?? null,
    paid: [...paid],
  })
  for (const error of tests.usageErrors) vitest.logger.error(error)
  if (tests.usageErrors.length > 0) return 2
  for (const fault of tests.faults) vitest.logger.error(fault)
  if (tests.faults.length > 0) return tests.ordinaryFailures > 0 ? 1 : 3
  if (collected.length === 0) {
    vitest.logger.error(`No claim ran${whyNone(tests)}, so there is nothing to plan.`)
    return tests.failed > 0 || tests.ordinaryFailures > 0 ? 1 : 2
  }
  const file = readVariable(process.env, 'plan')
  if (file) await writeFile(file, JSON.stringify(plan))
  else vitest.logger.log(renderPlan(plan))
  if (tests.failed > 0 || tests.ordinaryFailures > 0) return 1
  return plan.exitCode
}

function whyNone({ robustTests, skippedTests }: TestTally): string {
  if (robustTests.length === 0) return ': no robust suite was read'
  return skippedTests.length < robustTests.length ? '' : ': every robust test is skipped, by a filter or in its file'
}
