import { relative } from 'node:path'
import { VARIABLES } from '../../core/environment/index.ts'
import { counted } from '../../core/text/index.ts'
import type { ClaimRecord, EarlierAnswers, RangePart, RunContext, RunUsage } from '../../core/types/index.ts'
import { endRange } from '../../runs/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'
import type { SessionState } from '../session/sessionState.ts'
import { runAttempt } from './attempt.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import type { TestTally } from './tallyTests.ts'

/** The outcome of a run that asked a range. */
interface RangeParts {
  readonly collected: readonly CollectedClaim<ClaimRecord>[]
  readonly tests: TestTally
  readonly interrupted: boolean
  readonly calls: RunContext['calls']
  readonly usage: RunUsage | null
  readonly earlierAnswers: EarlierAnswers | null
}

/**
 * Ends a run that asked a range of each claim's plan: hands in what the merge needs in addition to the answers, which
 * are in the shard's journal. Returns the exit code, which says nothing of the release: 0 where all of the range was asked.
 */
export async function finishRange(
  session: SessionState,
  { collected, tests, interrupted, calls, usage, earlierAnswers }: RangeParts,
): Promise<ExitCode> {
  const { vitest, options, range } = session
  if (range === null) throw new Error('a run that asks a range knows its folder')
  const claims = collected.flatMap(({ about }) => about.range ?? [])
  const faults = [...tests.endpointErrors, ...tests.faults]
  const broken = claims.flatMap(({ title, broken: why }) => (why === null ? [] : [`"${title}": ${why}`]))
  const candidate = collected.find(({ about }) => about.release.name === options.candidate)?.about.release
  const attempt = candidate ? runAttempt(session, candidate, []) : null
  const part: RangePart = {
    ...range.part,
    complete: !interrupted && faults.length === 0 && tests.failed === 0,
    ...(attempt && { attempt: attempt.id }),
    claims,
    calls,
    ...(usage && { usage }),
    ...(earlierAnswers && { earlierAnswers }),
  }
  await endRange(
    range.folder,
    part,
    collected.flatMap(({ observations }) => [...observations]),
  )
  const { index, count } = part
  const cells = claims.reduce((sum, claim) => sum + claim.cells, 0)
  vitest.logger.log(
    `Range ${index} of ${count}: ${counted(cells, 'cell')} of ${counted(claims.length, 'claim')} asked; no gate here, the merge decides. ` +
      `Carry ${relative(vitest.config.root, range.folder)} to it, then: ${VARIABLES.range}=merge npx vitest run`,
  )
  for (const why of [...faults, ...broken])
    vitest.logger.warn(
      `vitest-robustness: this range is not whole: ${why}. Run the shard again: it continues from its journal`,
    )
  if (tests.usageErrors.length > 0) return 2
  if (tests.ordinaryFailures > 0) return 1
  return faults.length + broken.length > 0 || interrupted ? 3 : 0
}
