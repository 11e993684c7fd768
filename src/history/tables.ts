import { orderedJson, sha256 } from '../core/hash/index.ts'
import type { ClaimResult, Run } from '../core/types/index.ts'
import { storable } from '../database/index.ts'

/** One recorded run. Columns are these names in snake case, in SQLite and in Postgres alike. */
interface RunTable {
  /** sha256 of the run's evidence: the same run is kept once. */
  readonly hash: string
  /** Name of the run folder below `.robustness/runs`. */
  readonly runId: string
  readonly line: string
  readonly releaseName: string
  readonly model: string
  readonly revision: string | null
  readonly baselineId: string | null
  readonly seed: string
  readonly mode: string
  readonly verdict: string
  readonly exitCode: number
  /** The number of the attempt at its baseline; `null` without a ledger. */
  readonly attempt: number | null
  /** The number of gating claims that the level of a `fail` was shared among; `null` for runs recorded by 0.1. */
  readonly claimsPlanned: number | null
  /** ISO date and time in UTC, which sorts as text. */
  readonly startedAt: string
  readonly commitId: string | null
  readonly version: string | null
}

/** One claim of a recorded run. Truth values are 0 and 1. */
interface ClaimTable {
  readonly runHash: string
  /** Place in the run, from 0. */
  readonly place: number
  /** The id of the claim with its own limit, waived or not. */
  readonly claimId: string
  readonly title: string
  /** The release that it is about, which may be another than the run's candidate. */
  readonly releaseName: string
  readonly revision: string | null
  readonly kind: string
  readonly task: string
  readonly taskHash: string
  readonly statistic: string
  readonly sense: string
  readonly advisory: number
  readonly waived: number
  readonly limitValue: number
  readonly verdict: string
  readonly estimate: number | null
  readonly least: number
  readonly most: number
  readonly units: number
  readonly cells: number
  readonly grid: number
}

/** Rows to be inserted. */
type NewRun = RunTable
type NewClaim = ClaimTable

/** A run as it is read back, with how many claims it decided. */
export type RecordedRun = RunTable & { readonly claims: number }

/** A claim as it is read back, with what its run says. */
export type RecordedClaim = ClaimTable &
  Pick<RunTable, 'runId' | 'line' | 'model' | 'seed' | 'startedAt' | 'claimsPlanned'>

/** Makes the rows of a run. `runId` is its folder's name; `line` overrides the release line that the run names. */
export function rowsOf(
  run: Run,
  { runId, line }: { readonly runId: string; readonly line?: string | undefined },
): { readonly run: NewRun; readonly claims: readonly NewClaim[] } {
  const { schema, evidence, context } = run
  const { candidate, baselineId, seed, mode, gate, attempt, claimsPlanned } = evidence
  const hash = sha256(orderedJson({ schema, evidence }))
  const revisions = new Map([candidate, ...(evidence.releases ?? [])].map(({ name, revision }) => [name, revision]))
  return {
    run: {
      hash,
      runId: storable(runId),
      line: storable(line ?? context.line ?? lineOf(baselineId)),
      releaseName: storable(candidate.name),
      model: storable(candidate.model),
      revision: candidate.revision === null ? null : storable(candidate.revision),
      baselineId: baselineId === null ? null : storable(baselineId),
      seed: storable(seed),
      mode,
      verdict: gate.verdict,
      exitCode: context.exitCode,
      attempt: attempt?.number ?? null,
      claimsPlanned: claimsPlanned.count,
      startedAt: context.startedAt,
      commitId: context.commit,
      version: context.versions['vitest-robustness'] ?? null,
    },
    claims: evidence.claims.map((claim, place) => claimRow(claim, { runHash: hash, place, revisions })),
  }
}

function claimRow(
  claim: ClaimResult,
  {
    runHash,
    place,
    revisions,
  }: {
    readonly runHash: string
    readonly place: number
    readonly revisions: ReadonlyMap<string, string | null>
  },
): NewClaim {
  const { spec, interval, waived } = claim
  const revision = revisions.get(claim.release) ?? null
  return {
    runHash,
    place,
    claimId: waived?.of ?? claim.id,
    title: storable(claim.title),
    releaseName: storable(claim.release),
    revision: revision === null ? null : storable(revision),
    kind: spec.kind,
    task: storable(spec.task),
    taskHash: spec.taskHash,
    statistic: storable(spec.statistic),
    sense: spec.sense,
    advisory: Number(spec.advisory),
    waived: Number(waived !== undefined),
    limitValue: spec.limit,
    verdict: claim.verdict,
    estimate: claim.estimate,
    least: interval[0],
    most: interval[1],
    units: claim.units,
    cells: claim.cells,
    grid: claim.grid,
  }
}

/**
 * Returns the release line that a baseline's id names: the folder's name before the hash; `default` without a baseline.
 */
function lineOf(baselineId: string | null): string {
  return baselineId?.replace(/@[0-9a-f]+$/, '') || 'default'
}
