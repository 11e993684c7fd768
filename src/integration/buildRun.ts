import { gateVerdict } from '../core/gate/index.ts'
import type { RunContext } from '../core/words/index.ts'
import type { RunDraft } from '../runs/index.ts'
import type { CollectedClaim } from './collector.ts'
import { gatingClaims } from './gatingClaims.ts'
import { mixedAnswerers } from './mixedAnswerers.ts'
import { partialRun } from './partialRun.ts'
import { provenance } from './provenance.ts'
import type { SessionState } from './sessionState.ts'
import type { TestTally } from './tallyTests.ts'
import { uniqueTitles } from './uniqueTitles.ts'

/** What a run is built from. */
export interface RunParts {
  readonly collected: readonly CollectedClaim[]
  readonly tests: TestTally
  readonly startedAt: Date
  readonly calls: RunContext['calls']
}

/** Turns collected claims into a run: evidence that is the same for the same seed, data and answers, and its context. */
export async function buildRun(
  session: SessionState,
  { collected, tests, startedAt, calls }: RunParts,
): Promise<RunDraft> {
  const { stored, options, claimsPlanned } = session
  const claims = uniqueTitles(collected.map(({ result }) => result)).toSorted((a, b) => compare(a.title, b.title))
  const decided = new Set(claims.map(({ id }) => id))
  const missing = gatingClaims(stored?.baseline.claims ?? []).filter(({ id }) => !decided.has(id))
  const extra = gatingClaims(claims.map(({ id, title, spec }) => ({ id, title, advisory: spec.advisory })))
  const usageErrors = [...tests.usageErrors]
  if (extra.length > claimsPlanned.count) {
    usageErrors.push(
      `${extra.length} gating claims ran, but the error rate of "fail" was shared among ${claimsPlanned.count} ` +
        (claimsPlanned.from === 'manifest'
          ? `(${stored?.id}); accept a baseline with all of them: npx vitest-robustness baseline accept`
          : `(the default without a baseline); accept a baseline: npx vitest-robustness baseline accept`),
    )
  }
  const gate = gateVerdict({
    claims,
    missing: missing.map(({ title }) => title),
    ordinaryFailures: tests.ordinaryFailures,
    usageErrors,
    empty: claims.length === 0,
    partial: partialRun(session),
    doubts: [...tests.endpointErrors.map((message) => `Endpoint: ${message}`), ...mixedAnswerers(collected)],
  })
  const candidate = collected.find(({ about }) => about.release.name === options.candidate)?.about.release
  const tasks = new Map(collected.map(({ about }) => [about.task.name, about.task]))
  return {
    evidence: {
      candidate: candidate ?? unknownRelease(options.candidate),
      baseline: stored?.baseline.release ?? null,
      baselineId: stored?.id ?? null,
      seed: String(options.seed),
      mode: 'gate',
      alpha: options.alpha ?? 0.05,
      claimsPlanned,
      claims,
      missing: missing.map(({ title }) => title).toSorted(compare),
      gate,
      tasks: [...tasks.values()].toSorted((a, b) => compare(a.name, b.name)),
    },
    context: {
      ...(await provenance(session.vitest)),
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      calls,
      tests: { passed: tests.passed, failed: tests.failed, skipped: tests.skipped },
      exitCode: gate.exitCode,
    },
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function unknownRelease(name: string) {
  return { name, model: 'never asked', revision: null, endpointKind: 'none', endpoint: '', format: '', parameters: {} }
}
