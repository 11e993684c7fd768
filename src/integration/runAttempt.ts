import { spentGroups } from '../core/gate/index.ts'
import type {
  LedgerEntry,
  Observation,
  ReleaseInfo,
  RunAttempt,
  RunEvidence,
  SpentExample,
} from '../core/words/index.ts'
import { writeGenerations, writeLedger } from '../runs/index.ts'
import { attemptFor, candidateId } from './attemptFor.ts'
import type { CollectedClaim } from './collector.ts'
import type { SessionState } from './sessionState.ts'

/** What the run says of its attempt; `null` where no ledger is kept. */
export function runAttempt(
  { ledger, stored, options }: SessionState,
  candidate: ReleaseInfo,
  collected: readonly CollectedClaim[],
): RunAttempt | null {
  if (!ledger || !stored) return null
  const total = options.alpha ?? 0.05
  const { entries } = ledger
  const attempt = attemptFor({ baseline: stored.id, entries }, candidate, { seed: String(options.seed), alpha: total })
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
    excluded: spentGroups(attempt.earlier),
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

/** Writes the run's attempt into the ledger, with the examples that it showed. */
export async function recordAttempt(
  { ledger, stored, options }: SessionState,
  { attempt, gate, candidate }: Pick<RunEvidence, 'attempt' | 'gate' | 'candidate'>,
  collected: readonly CollectedClaim[],
): Promise<void> {
  if (!ledger?.record || !stored || !attempt) return
  const entry: LedgerEntry = {
    id: attempt.id,
    baseline: stored.id,
    candidate: candidateId(candidate),
    seed: String(options.seed),
    attempt: attempt.number,
    alpha: attempt.alpha,
    verdict: gate.verdict,
    spent: collected.flatMap(shownBy),
  }
  await writeLedger(ledger.file, entry)
}

/**
 * Keeps in which generation examples appeared: beside the baseline where attempts are recorded, so that every machine
 * knows it, else in this machine's own folder.
 */
export async function keepGenerations({ ledger, baselineFolder, folder, lineages }: SessionState): Promise<void> {
  if (lineages.size === 0) return
  const all = [...lineages.values()]
  if (ledger?.record && baselineFolder !== null) await writeGenerations(baselineFolder, all, { shared: true })
  else await writeGenerations(folder, all)
}

function shownBy({ result, observations }: CollectedClaim): SpentExample[] {
  const { spec, waived, id, counterexamples } = result
  return counterexamples.map(({ example, after }) => ({
    claim: waived?.of ?? id,
    task: spec.task,
    example,
    group: observations.find((seen) => seen.task === spec.task && seen.example === example)?.group ?? example,
    variant: after.variant,
  }))
}
