import {
  isLooser,
  type LedgerEntry,
  type Observation,
  type Run,
  type RunAttempt,
  type RunEvidence,
} from '../../core/types/index.ts'
import { attemptAlpha, attemptId } from '../../core/gate/index.ts'
import { candidateId } from '../../core/sampling/index.ts'
import { claimId, canonicalJson } from '../../core/hash/index.ts'
import { agrees } from '../../engine/verifyWords.ts'

/**
 * Finds contradictions in a run's account of its attempt and its waivers: every claim must be tested at the attempt's
 * share of α and rest on no source of the display share, and a waived limit must be looser than the claim's own.
 */
export function attemptDifferences(
  { evidence }: Run,
  observations: readonly Observation[],
  ledger: readonly LedgerEntry[] | null = null,
): string[] {
  const { attempt, claims } = evidence
  const found = ledger === null ? [] : ledgerDifferences(evidence, ledger)
  if (attempt) {
    const { number, total, alpha, excluded = [], display = [] } = attempt
    if (Math.abs(attemptAlpha(total, number) - alpha) > 1e-12)
      found.push(`attempt ${number} may spend ${attemptAlpha(total, number)} of ${total}, recorded as ${alpha}`)
    if (attempt.excluded) found.push('the run excludes sources, which no version after 0.1 does')
    for (const difference of countDifferences(attempt, evidence)) found.push(difference)
    for (const difference of againDifferences(attempt, evidence, observations)) found.push(difference)
    for (const claim of claims) {
      const { title, spec, order, otherOrder = [], display: shown = [], alpha: tested, verdict } = claim
      if (verdict === 'not applicable') continue
      // A level of the claim's own shrinks as the attempt's does; `headDifferences` works it out.
      const level = spec.options['alpha'] === undefined ? alpha : tested
      if (Math.abs(tested - level) > 1e-12) found.push(`"${title}" is tested at ${tested}, the attempt at ${alpha}`)
      const groupsOf = (shares: typeof display, task: string | undefined) =>
        new Set(shares.find((share) => share.task === task)?.groups)
      const rests = (groups: readonly string[], share: ReadonlySet<string>, which: string): void => {
        const used = groups.filter((group) => share.has(group))
        if (used.length > 0) found.push(`"${title}" rests on sources ${which}: ${used.slice(0, 3).join(', ')}`)
      }
      rests(order, groupsOf(excluded, spec.task), 'that were spent')
      // A claim about exactly these examples needs all of them, and the unit of a claim about instructions is an instruction.
      if (spec.population === undefined) {
        rests(order, groupsOf(display, spec.task), 'of the display share')
        rests(otherOrder, groupsOf(display, spec.other?.task), 'of the display share')
      }
      const strange = shown.filter((group) => !groupsOf(display, spec.task).has(group))
      if (strange.length > 0)
        found.push(`"${title}" shows sources that are not of the display share: ${strange.slice(0, 3).join(', ')}`)
    }
  }
  for (const { title, display } of claims)
    if (display !== undefined && attempt?.display === undefined)
      found.push(`"${title}" shows sources of a display share, and the run keeps none`)
  for (const { title, spec, waived } of claims) {
    if (!waived) continue
    const { limit, of: waivedId } = waived
    if (claimId({ ...spec, limit }) !== waivedId) found.push(`"${title}" is waived for another claim, ${waivedId}`)
    if (!isLooser(spec.sense, spec.limit, limit))
      found.push(`"${title}" is waived with a limit that is not looser: ${spec.limit}, its own is ${limit}`)
  }
  return found
}

/**
 * Compares the attempts with the committed ledger. The ledger may have grown since the run and then holds more; an
 * attempt that it lacks was cut from it or added to the run.
 */
function ledgerDifferences(
  { attempt, baselineId, candidate, seed }: RunEvidence,
  ledger: readonly LedgerEntry[],
): string[] {
  const own = ledger.filter(({ baseline }) => baseline === baselineId)
  const same = own.filter((entry) => entry.candidate === candidateId(candidate) && entry.seed === seed)
  if (attempt === undefined)
    return same.map(({ attempt: number }) => `the ledger counts this gate as attempt ${number}, the run counts none`)
  const entries = new Map(own.map((entry) => [entry.id, entry]))
  const shown = new Set(own.flatMap(({ spent }) => spent.map((one) => canonicalJson(one))))
  const strange = attempt.earlier.filter(({ id, candidate: name, seed: under, attempt: number, alpha }) => {
    const entry = entries.get(id)
    const counted = entry && { name: entry.candidate, under: entry.seed, number: entry.attempt, alpha: entry.alpha }
    return !agrees({ name, under, number, alpha }, counted)
  })
  const unshown = attempt.regressions.filter(
    ({ claim, task, example, group, variant }) => !shown.has(canonicalJson({ claim, task, example, group, variant })),
  )
  return [
    ...strange.map(
      ({ id, attempt: number }) => `attempt ${number} (${id}) does not stand in the ledger as the run has it`,
    ),
    ...unshown.map(({ example }) => `the ledger does not say that example ${example} was shown`),
  ]
}

/**
 * Recomputes the number and the id of the attempt, which follow from the attempts before it, the baseline, the
 * candidate and the seed.
 */
function countDifferences(attempt: RunAttempt, { baselineId, candidate, seed }: RunEvidence): string[] {
  if (baselineId === null) return ['the run counts attempts at a baseline, and names none']
  const { earlier, id, number } = attempt
  const own = { baseline: baselineId, candidate: candidateId(candidate), seed }
  const same = earlier.filter((entry) => entry.candidate === own.candidate && entry.seed === seed)
  const again = attemptId(own, same.length)
  const most = earlier.reduce((highest, entry) => Math.max(highest, entry.attempt), earlier.length) + 1
  const found: string[] = []
  if (id !== again) found.push(`the attempt's id is ${id}, baseline, candidate and seed make it ${again}`)
  // Two branches may have counted the same number: then more attempts come before this one than its number says, but never fewer.
  if (number > most) found.push(`attempt ${number} is recorded with ${earlier.length} before it: some were cut`)
  if (earlier.some((entry) => entry.attempt >= number))
    found.push(`attempts from number ${number} on are recorded as before it`)
  return found
}

/** Checks that the examples that earlier attempts showed were asked again of this candidate. */
function againDifferences(
  { regressions }: RunAttempt,
  { candidate }: RunEvidence,
  observations: readonly Observation[],
): string[] {
  const found: string[] = []
  const cells = new Map(
    observations
      .filter(({ release, trial }) => release === candidate.name && trial === 0)
      .map((seen) => [`${seen.task}/${seen.example}/${seen.variant}`, seen]),
  )
  for (const { task, example, variant, outcome, score } of regressions) {
    const seen = cells.get(`${task}/${example}/${variant}`)
    if (outcome !== (seen?.outcome ?? null) || score !== (seen?.score ?? null))
      found.push(
        `the shown example ${example} (${variant}) is recorded as ${outcome}, it was ${seen?.outcome ?? 'not asked'}`,
      )
  }
  return found
}
