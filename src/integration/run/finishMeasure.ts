import type {
  GridMode,
  ClaimMeasurement,
  GateResult,
  Measurements,
  TaskMeasurement,
  UndecidedClaim,
} from '../../core/types/index.ts'
import { writeFile } from 'node:fs/promises'
import { LEVEL, withOwnMetrics } from '../../core/measure/index.ts'
import { describeMetric, type Metric } from '../../core/metrics/index.ts'
import { plainObservations } from '../../core/table/index.ts'
import { compareText } from '../../core/text/index.ts'
import { partialReason } from '../../core/wording/index.ts'
import { listedInRun } from '../../deciding/ask/outcome.ts'
import type { RunDraft } from '../../runs/index.ts'
import type { SessionState } from '../session/sessionState.ts'
import { placeholderRelease, type RunParts } from './buildRun.ts'
import { type CollectedClaim, uniqueTitles } from './collectedClaims.ts'
import { partialRun } from './doubts.ts'
import { provenance } from './provenance.ts'
import { reportRun, type Reported } from './reportRun.ts'
import type { TestTally } from './tallyTests.ts'

/**
 * Ends a measure run with a budget: writes an ordinary run folder with a `measurements` section, or, for a survey, the
 * tasks and their grids. The exit code is 0 if everything was measured, whatever the figures.
 */
export async function finishMeasure(session: SessionState, mode: GridMode, parts: MeasureParts): Promise<Reported> {
  const { collected, tests } = parts
  const measured = withSessionMetrics(session, collected)
  const faults = faultsOf(session, collected, tests, measured.faults)
  if (mode.name === 'survey') {
    if (faults.code !== 0) {
      for (const reason of faults.reasons) session.vitest.logger.error(reason)
      return unreported(faults.code)
    }
    const tasks = new Map(collected.flatMap(({ about }) => (about.measured ? [[about.task.name, about.measured]] : [])))
    const rows = [...tasks].map(([task, { plan }]) => ({
      task,
      capacity: plan.budget,
      examples: plan.examples,
      variants: plan.variants.length,
    }))
    await writeFile(mode.file, JSON.stringify(rows))
    return unreported(0)
  }
  return reportRun(session, draftOf(session, parts, measured.tasks, faults), collected, parts.took)
}

/** Returns the end of a survey, which has no page. */
function unreported(exitCode: Reported['exitCode']): Reported {
  return { exitCode, illustrate: async () => {} }
}

/** The parts of a measure run, in which no claim was decided. */
type MeasureParts = Omit<RunParts, 'collected'> & { readonly collected: readonly CollectedClaim<UndecidedClaim>[] }

interface Faults {
  readonly code: 0 | 1 | 2 | 3
  readonly reasons: readonly string[]
}

/** Returns the tasks that were measured, with the session's own metrics, and what is wrong with those. */
function withSessionMetrics(
  { metrics }: SessionState,
  collected: readonly CollectedClaim<UndecidedClaim>[],
): { readonly tasks: readonly TaskMeasurement[]; readonly faults: readonly string[] } {
  const tasks = new Map<string, TaskMeasurement>()
  const faults = new Set<string>()
  for (const { about, observations } of collected) {
    const { task, sameAnswers = [] } = about.measured ?? {}
    if (task === undefined) continue
    const { task: name } = task.plan
    const onFault = (metric: Metric, fault: string) =>
      void faults.add(`the metric ${JSON.stringify(metric.name)} could not be computed of ${name}: ${fault}`)
    tasks.set(
      name,
      metrics.length === 0
        ? task
        : withOwnMetrics(task, metrics, plainObservations(observations), sameAnswers, onFault),
    )
  }
  return { tasks: [...tasks.values()], faults: [...faults] }
}

function faultsOf(
  session: SessionState,
  collected: readonly CollectedClaim<UndecidedClaim>[],
  tests: TestTally,
  ofMetrics: readonly string[],
): Faults {
  const partial = partialRun(session)
  const found: { readonly code: 1 | 2 | 3; readonly reason: string }[] = [
    ...[...tests.usageErrors, ...ofMetrics].map((message) => ({ code: 2 as const, reason: `Usage: ${message}` })),
    ...(tests.ordinaryFailures > 0
      ? [{ code: 1 as const, reason: `${tests.ordinaryFailures} tests or files failed apart from the claims.` }]
      : []),
    ...tests.endpointErrors.map((message) => ({ code: 3 as const, reason: `Endpoint: ${message}` })),
    ...tests.faults.map((reason) => ({ code: 3 as const, reason })),
    ...(collected.length === 0 ? [{ code: 3 as const, reason: 'No claim ran, so there is no task to measure.' }] : []),
  ]
  const code = ([2, 1, 3] as const).find((one) => found.some((fault) => fault.code === one)) ?? 0
  const remark = partial === null ? [] : [partialReason(partial)]
  return { code, reasons: [...found.map(({ reason }) => reason), ...remark] }
}

function draftOf(
  session: SessionState,
  parts: MeasureParts,
  tasks: readonly TaskMeasurement[],
  { code, reasons }: Faults,
): RunDraft {
  const { options, claimsPlanned, metrics } = session
  const { collected, tests, startedAt, surroundings, calls, earlierAnswers, answers = [] } = parts
  const claims = uniqueTitles(collected.map(({ result }) => result))
  const titles = new Map(collected.map(({ about }, at) => [about.call, claims[at]!.title]))
  const measured = collected.flatMap(({ about }) => (about.measured ? [{ ...about.measured, call: about.call }] : []))
  const measurements: Measurements = {
    budget: tasks.reduce((sum, { plan }) => sum + plan.budget, 0),
    level: LEVEL,
    tasks: sorted(tasks, ({ plan }) => plan.task),
    claims: sorted(
      measured.flatMap(({ claim, call }): ClaimMeasurement[] =>
        claim ? [{ ...claim, title: titles.get(call)! }] : [],
      ),
      ({ title }) => title,
    ),
    ...(metrics.length > 0 && { metrics: metrics.map(describeMetric) }),
  }
  const gate: GateResult = { verdict: 'inconclusive', exitCode: 3, reasons: ['Measured, decides nothing.', ...reasons] }
  return {
    evidence: {
      candidate: measured[0]?.release ?? placeholderRelease(options.candidate),
      baseline: null,
      baselineId: null,
      seed: String(options.seed),
      mode: 'measure',
      alpha: options.alpha ?? 0.05,
      claimsPlanned,
      claims: sorted(claims.map(listedInRun), ({ title }) => title),
      missing: [],
      gate,
      tasks: sorted(
        [...new Map(collected.map(({ about }) => [about.task.name, about.task])).values()],
        ({ name }) => name,
      ),
      measurements,
    },
    context: {
      ...provenance(session.vitest, surroundings),
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      calls,
      ...(earlierAnswers && { earlierAnswers }),
      tests: { passed: tests.passed, failed: tests.failed, skipped: tests.skipped },
      exitCode: code,
      ...(answers.length > 0 && { warnings: answers }),
    },
  }
}

function sorted<T>(items: readonly T[], by: (item: T) => string): T[] {
  return items.toSorted((a, b) => compareText(by(a), by(b)))
}
