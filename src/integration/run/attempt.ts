import { attemptAlpha, attemptId, type Attempt } from '../../core/gate/index.ts'
import { candidateId, displayShare } from '../../core/sampling/index.ts'
import { namesUpTo } from '../../core/text/index.ts'
import type {
  LedgerEntry,
  Observation,
  ReleaseInfo,
  RunAttempt,
  RunEvidence,
  SpentExample,
} from '../../core/types/index.ts'
import { attemptFor } from '../../deciding/ask/attempt.ts'
import { writeGenerations, writeLedger, type StoredBaseline } from '../../runs/index.ts'
import { digestOf, gatingIds, type SessionLedger, shownBy } from '../session/ledger.ts'
import type { SessionState } from '../session/sessionState.ts'
import { allObservations, type CollectedClaim } from './collectedClaims.ts'

/** Returns the record of a run's attempt at the baseline; `null` where no ledger is kept. */
export function runAttempt(
  { ledger, stored, options, lineages }: SessionState,
  candidate: ReleaseInfo,
  collected: readonly CollectedClaim[],
): RunAttempt | null {
  if (!ledger || !stored) return null
  const total = options.alpha ?? 0.05
  const attempt = attemptOfSession({ ledger, stored, options }, candidate)
  const observations = allObservations(collected)
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
        const again = Iterator.from(observations).find((seen) => seen.release === candidate.name && isCell(seen, spent))
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

type Judged = Pick<RunEvidence, 'candidate' | 'claims'> & { readonly partial: string | null }

/**
 * Says why a run that would go on with an attempt is another one: another chance to pass, which must be counted. A decided
 * attempt shows the same again; a candidate that claims to be the same revision and answers otherwise, or is held to other
 * claims, does not. An open attempt goes on with its claims: with other ones in their place (another number of variants, a limit
 * moved slightly) there would be as many chances as there are ways to ask. `null` where neither is so.
 */
export function attemptDoubt(session: SessionState, judged: Judged): string | null {
  const { continued, why } = anotherAttempt(session, judged) ?? {}
  if (!continued) return null
  const reason =
    why === 'evidence'
      ? `was decided (${continued.verdict}) on other evidence: the answers of ${continued.candidate} or the claims are not those of then, so`
      : 'is open and had other claims: some of them are not asked any more, and what is asked instead passes, so'
  return (
    `Attempt ${continued.attempt} ${reason} this run is another attempt. ` +
    (session.ledger?.record ? 'It is counted; gate again.' : 'Count it: npx vitest-robustness gate --record-attempt')
  )
}

function anotherAttempt({ ledger, stored, options }: SessionState, { candidate, claims, partial }: Judged) {
  if (!ledger || !stored) return null
  const { continued } = attemptOfSession({ ledger, stored, options }, candidate)
  if (continued === null) return null
  if (continued.verdict !== 'inconclusive') {
    const same = continued.evidence === undefined || continued.evidence === digestOf(claims)
    return same ? null : { continued, why: 'evidence' as const }
  }
  const asked = new Set(gatingIds(claims))
  const passes = asked.size > 0 && claims.every(({ verdict, spec }) => spec.advisory || verdict === 'pass')
  const gone = continued.claims?.some((id) => !asked.has(id)) ?? false
  return partial === null && passes && gone ? { continued, why: 'claims' as const } : null
}

/**
 * Names attempts at the baseline that were tested under another α of the config: all of them together promise the largest, and
 * whoever raises it between gates sees that. `null` where it stayed the same.
 */
export function alphaRemark({ ledger, stored, options }: SessionState): string | null {
  if (!ledger || !stored) return null
  const now = options.alpha ?? 0.05
  const before = ledger.entries.flatMap(({ baseline, attempt, alpha }) =>
    baseline === stored.id ? [{ attempt, total: alpha / attemptAlpha(1, attempt) }] : [],
  )
  const other = before.filter(({ total }) => Math.abs(total - now) > 1e-9)
  if (other.length === 0) return null
  const named = other.map(({ attempt, total }) => `attempt ${attempt} at ${Number(total.toPrecision(3))}`)
  const most = Math.max(now, ...other.map(({ total }) => total))
  return `α is ${now} here, and it was another before (${namesUpTo(5, named)}): all attempts at ${stored.id} together promise at most ${Number(most.toPrecision(3))}.`
}

/** The part of a ledger entry that identifies a run's attempt. */
type Counted = Pick<LedgerEntry, 'id' | 'attempt' | 'alpha' | 'evidence'>

/** Gives the number under which the run's attempt is counted; `null` where no ledger is written. */
export function countedAttempt(
  session: SessionState,
  { attempt, ...judged }: Judged & { readonly attempt?: RunAttempt | null },
): Counted | null {
  const { ledger, stored, options, shard } = session
  if (!ledger?.record || !stored || !attempt || shard) return null
  const evidence = digestOf(judged.claims)
  const other = anotherAttempt(session, judged)
  if (other !== null) return nextAttempt(ledger.entries, other.continued, options.alpha ?? 0.05)
  return { id: attempt.id, attempt: attempt.number, alpha: attempt.alpha, evidence }
}

/** Writes the run's attempt into the ledger, with the examples that it showed, and the attempts that the ledger had lost. */
export async function recordAttempt(
  session: SessionState,
  {
    attempt,
    gate,
    candidate,
    claims,
    circumstances,
  }: Pick<RunEvidence, 'attempt' | 'gate' | 'candidate' | 'claims' | 'circumstances'>,
  collected: readonly CollectedClaim[],
): Promise<void> {
  const partial = circumstances?.partial ?? null
  const counted = countedAttempt(session, { ...(attempt && { attempt }), candidate, claims, partial })
  const { ledger, stored, options } = session
  if (counted === null || !ledger || !stored) return
  const entry: LedgerEntry = {
    ...counted,
    baseline: stored.id,
    candidate: candidateId(candidate),
    seed: String(options.seed),
    verdict: gate.verdict,
    claims: gatingIds(claims),
    spent: collected.flatMap(({ result, observations }) => shownBy(result, observations)),
  }
  await writeLedger(ledger.file, [...ledger.lost, entry])
}

/** Returns the record of a run that claimed to go on with an attempt and was another one. */
function nextAttempt(entries: readonly LedgerEntry[], { baseline, candidate, seed }: LedgerEntry, alpha: number) {
  const own = entries.filter((one) => one.baseline === baseline)
  const same = own.filter((one) => one.candidate === candidate && one.seed === seed)
  const attempt = own.reduce((most, one) => Math.max(most, one.attempt), own.length) + 1
  return {
    id: attemptId({ baseline, candidate, seed }, same.length),
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
