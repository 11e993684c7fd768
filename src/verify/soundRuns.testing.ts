import { findClaimKind } from '../claims/index.ts'
import { decidedRun } from '../cli/decidedRun.testing.ts'
import { attemptAlpha, attemptOf, claimsAlone, gateVerdict } from '../core/gate/index.ts'
import { candidateId } from '../core/sampling/index.ts'
import { claimId } from '../core/hash/index.ts'
import { clopperPearson } from '../core/statistics/index.ts'
import { taskKinds } from '../core/tasks/index.ts'
import { NO_BASELINE_YET } from '../core/wording/index.ts'
import type { ClaimResult, LedgerEntry, Observation, Run, RunAttempt } from '../core/types/index.ts'
import { observationLines, type RunDraft } from '../runs/writeRun.ts'
import type { StoredBaseline } from '../runs/readBaseline.ts'
import type { VerifyRunDeps } from './verifyDeps.ts'

/** A run that is verified, and what it is verified with. */
export interface Base {
  readonly run: Run
  readonly observations: readonly Observation[]
  readonly deps: VerifyRunDeps
}

/** That of the package which wrote the runs, and which verifies them. */
const VERSION = '9.9.9'

/** A run of which one claim is waived and one part of the cells lost. */
async function plainRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun()
  const claims = draft.evidence.claims.map((claim): ClaimResult => {
    const waivedId = claimId({ ...claim.spec, limit: 0.5 })
    const waived = { of: waivedId, limit: 0.5, reason: 'known', owner: 'ann', expires: '2026-12-31' }
    return claim.title.includes('mostly') ? { ...claim, waived } : claim
  })
  const circumstances = draft.evidence.circumstances!
  const gate = gateVerdict({ ...claimsAlone(claims), ...circumstances })
  const losses = [
    {
      by: 'family',
      task: 're',
      name: 'question',
      sources: 4,
      lost: 2,
      gained: 1,
      interval: clopperPearson(2, 3, 0.95),
    },
  ]
  const evidence = { ...draft.evidence, claims, gate, comparison: { ...draft.evidence.comparison!, losses } }
  const manifest = stored.baseline.claims.map((claim) => {
    const waived = claims.find(({ id }) => id === claim.id)?.waived
    return waived ? { ...claim, id: waived.of } : claim
  })
  return base({ ...draft, evidence }, observations, { ...stored, baseline: { ...stored.baseline, claims: manifest } })
}

/** The second attempt at a baseline: its share of α is a quarter of the first's. */
async function secondAttempt(): Promise<Base> {
  const alpha = attemptAlpha(0.05, 2)
  const { draft, observations, stored } = await decidedRun('v2', alpha)
  const { candidate, seed } = draft.evidence
  const key = { baseline: stored.id, candidate: candidateId(candidate), pinned: true, seed }
  const first = { id: 'b'.repeat(12), candidate: 'v0@1', seed, attempt: 1, alpha: 0.03, verdict: 'fail' } as const
  const spent = [{ claim: 'c'.repeat(12), task: 're', example: 'e1', group: 'e1', variant: 're-02' }]
  const entries: LedgerEntry[] = [{ ...first, baseline: stored.id, spent }]
  const { id, number } = attemptOf(entries, key, 0.05)
  const own = { id, candidate: candidateId(candidate), seed, attempt: number, alpha, verdict: 'fail' } as const
  entries.push({ ...own, baseline: stored.id, spent: [] })
  const attempt: RunAttempt = {
    id,
    number,
    total: 0.05,
    alpha,
    earlier: [first],
    display: [],
    regressions: spent.map((one) => Object.assign({}, one, { outcome: null, score: null })),
  }
  // Where a ledger is kept, nothing that decided is shown.
  const claims = draft.evidence.claims.map((claim) => Object.assign({}, claim, { families: [], counterexamples: [] }))
  const comparison = {
    ...draft.evidence.comparison!,
    examples: 0,
    broken: [],
    mended: [],
    sources: { compared: 0, worse: 0, better: 0, pValue: null },
    parts: 0,
    losses: [],
  }
  return base({ ...draft, evidence: { ...draft.evidence, claims, attempt, comparison } }, observations, stored, entries)
}

/** A run whose claims all stay open, for their budgets end. */
async function openRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun('v2', 0.05, { maxCells: 30 })
  return base(draft, observations, stored)
}

/** A run of a release without a baseline: a claim against one is not applicable, and is listed. */
async function firstRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun()
  const { comparison: _, ...evidence } = draft.evidence
  const claims = evidence.claims.map((claim): ClaimResult => {
    if (claim.spec.kind !== 'toBeNoWorseThanBaseline') return claim
    const { horizons: _horizons, ...rest } = claim
    return {
      ...rest,
      verdict: 'not applicable',
      reason: NO_BASELINE_YET,
      order: [],
      interval: claim.spec.range,
      logWealth: { pass: 0, fail: 0 },
      estimate: null,
      units: 0,
      examples: 0,
      cells: 0,
      toDecide: null,
      outcomes: {},
      families: [],
      counterexamples: [],
      notes: [],
    }
  })
  const own = new Set(claims.filter(({ verdict }) => verdict !== 'not applicable').flatMap(({ order }) => order))
  const gate = gateVerdict({ ...claimsAlone(claims), ...evidence.circumstances! })
  const first = {
    ...evidence,
    claims,
    gate,
    baseline: null,
    baselineId: null,
    claimsPlanned: { count: 3, from: 'default' as const },
  }
  const seen = observations.filter(({ group, release }) => release === 'v2' && own.has(group))
  return base({ ...draft, evidence: first }, seen, stored)
}

function base(
  { evidence, context }: RunDraft,
  seen: readonly Observation[],
  baseline: StoredBaseline,
  ledger: readonly LedgerEntry[] | null = null,
): Base {
  const inFile = [...observationLines(seen)].map((line) => JSON.parse(line) as Observation)
  const observations = { sha256: '0'.repeat(64), count: inFile.length }
  return {
    run: {
      schema: 2,
      evidence: { ...evidence, observations },
      context: { ...context, versions: { ...context.versions, 'vitest-robustness': VERSION } },
    },
    observations: inFile,
    deps: {
      claimKind: findClaimKind,
      taskKind: (name: string) => taskKinds.find(({ kind }) => kind === name),
      baseline,
      anchor: null,
      ledger,
      version: VERSION,
    },
  }
}

/** Runs of all kinds of which nothing is wrong, as they are read from their folders. */
export const soundRuns = [await plainRun(), await secondAttempt(), await openRun(), await firstRun()]
