import { attemptAlpha, type Attempt } from '../../core/gate/index.ts'
import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import { candidateId, displayShare } from '../../core/sampling/index.ts'
import type {
  ClaimResult,
  LedgerEntry,
  Observation,
  ReleaseInfo,
  RunAttempt,
  RunEvidence,
  SpentExample,
} from '../../core/types/index.ts'
import { attemptFor } from '../../deciding/ask/attempt.ts'
import { writeGenerations, writeLedger, type StoredBaseline } from '../../runs/index.ts'
import { digestOf, type SessionLedger, shownBy } from '../session/ledger.ts'
import type { SessionState } from '../session/sessionState.ts'
import type { CollectedClaim } from './collectedClaims.ts'

/** The record of a run's attempt at the baseline; `null` where no ledger is kept. */
export function runAttempt(
  { ledger, stored, options, lineages }: SessionState,
  candidate: ReleaseInfo,
  collected: readonly CollectedClaim[],
): RunAttempt | null {
  if (!ledger || !stored) return null
  const total = options.alpha ?? 0.05
  const attempt = attemptOfSession({ ledger, stored, options }, candidate)
  const observations = collected.flatMap((claim) => claim.observations)
  return {
    id: attempt.id,
    number: attempt.number,
    total,
    alpha: attempt.alpha,
    earlier: attempt.earlier.map(({ id, candidate: name, seed, attempt: number, alpha, verdict }) => ({
      id,
      candidate: name,
      seed,
      attempt: number,
      alpha,
      verdict,
    })),
    display: [...lineages.values()]
      .map((lineage) => ({ task: lineage.task, groups: [...displayShare(lineage)].toSorted() }))
      .filter(({ groups }) => groups.length > 0)
      .toSorted((a, b) => (a.task < b.task ? -1 : 1)),
    regressions: attempt.earlier
      .flatMap(({ spent }) => spent)
      .map((spent) => {
        const again = observations.find((seen) => seen.release === candidate.name && isCell(seen, spent))
        return Object.assign({}, spent, { outcome: again?.outcome ?? null, score: again?.score ?? null })
      }),
  }
}

function isCell({ task, example, variant, trial }: Observation, spent: SpentExample): boolean {
  return task === spent.task && example === spent.example && variant === spent.variant && trial === 0
}

function attemptOfSession(
  {
    ledger,
    stored,
    options,
  }: { readonly ledger: SessionLedger; readonly stored: StoredBaseline } & Pick<SessionState, 'options'>,
  candidate: ReleaseInfo,
): Attempt {
  const { entries, kept } = ledger
  const config = { seed: String(options.seed), alpha: options.alpha ?? 0.05 }
  return attemptFor({ baseline: stored.id, entries, kept: kept() }, candidate, config)
}

/**
 * Says why a decided attempt that was run again is another attempt: its candidate claims to be the same revision, but
 * it answered differently or was held to other claims. It must be counted, because it is another chance to pass. `null`
 * where the evidence is the same, or nothing was decided.
 */
export function attemptDoubt(
  { ledger, stored, options }: SessionState,
  candidate: ReleaseInfo,
  claims: readonly ClaimResult[],
): string | null {
  if (!ledger || !stored) return null
  const { continued, number } = attemptOfSession({ ledger, stored, options }, candidate)
  if (continued === null || continued.verdict === 'inconclusive' || continued.evidence === undefined) return null
  if (continued.evidence === digestOf(claims)) return null
  return (
    `Attempt ${number} was decided (${continued.verdict}) on other evidence: the answers of ${candidateId(candidate)} or the ` +
    'claims are not those of then, so this run is another attempt. ' +
    (ledger.record ? 'It is counted; gate again.' : 'Count it: npx vitest-robustness gate --record-attempt')
  )
}

/** The part of a ledger entry that identifies a run's attempt. */
type Counted = Pick<LedgerEntry, 'id' | 'attempt' | 'alpha' | 'evidence'>

/** Gives the number under which the run's attempt is counted; `null` where no ledger is written. */
export function countedAttempt(
  { ledger, stored, options, shard }: SessionState,
  { attempt, candidate, claims }: Pick<RunEvidence, 'candidate' | 'claims'> & { readonly attempt?: RunAttempt | null },
): Counted | null {
  if (!ledger?.record || !stored || !attempt || shard) return null
  const { continued } = attemptOfSession({ ledger, stored, options }, candidate)
  const evidence = digestOf(claims)
  const other =
    continued !== null && continued.verdict !== 'inconclusive' && (continued.evidence ?? evidence) !== evidence
  if (other) return nextAttempt(ledger.entries, continued, options.alpha ?? 0.05)
  return { id: attempt.id, attempt: attempt.number, alpha: attempt.alpha, evidence }
}

/** Writes the run's attempt into the ledger, with the examples that it showed, and the attempts that the ledger had lost. */
export async function recordAttempt(
  session: SessionState,
  { attempt, gate, candidate, claims }: Pick<RunEvidence, 'attempt' | 'gate' | 'candidate' | 'claims'>,
  collected: readonly CollectedClaim[],
): Promise<void> {
  const counted = countedAttempt(session, { ...(attempt && { attempt }), candidate, claims })
  const { ledger, stored, options } = session
  if (counted === null || !ledger || !stored) return
  const entry: LedgerEntry = {
    ...counted,
    baseline: stored.id,
    candidate: candidateId(candidate),
    seed: String(options.seed),
    verdict: gate.verdict,
    spent: collected.flatMap(({ result, observations }) => shownBy(result, observations)),
  }
  await writeLedger(ledger.file, [...ledger.lost, entry])
}

/** The record of a run that claimed to be a decided attempt and was not. */
function nextAttempt(entries: readonly LedgerEntry[], { id, baseline }: LedgerEntry, alpha: number) {
  const attempt =
    entries.filter((one) => one.baseline === baseline).reduce((most, one) => Math.max(most, one.attempt), 0) + 1
  return {
    id: sha256(canonicalJson([id, attempt])).slice(0, 12),
    attempt,
    alpha: attemptAlpha(alpha, attempt),
  }
}

/**
 * Stores the generation in which each example appeared: beside the baseline where attempts are recorded, so that every
 * machine knows it, else in this machine's own folder.
 */
export async function keepGenerations({ ledger, baselineFolder, folder, lineages }: SessionState): Promise<void> {
  if (lineages.size === 0) return
  const all = [...lineages.values()]
  if (ledger?.record && baselineFolder !== null) await writeGenerations(baselineFolder, all, 'shared')
  else await writeGenerations(folder, all, 'own')
}
