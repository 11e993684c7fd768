import { counted, formatLimit } from '../../src/core/text/index.ts'
import type { ClaimResult, RunContext, RunEvidence } from '../../src/core/types/index.ts'
import { listEarlier } from '../../src/core/wording/index.ts'

/** Says in one sentence whether the release may ship, and what is guaranteed if it may. */
export function shipLine(
  evidence: RunEvidence,
  context: Pick<RunContext, 'earlierGatesUnknown'> | null = null,
): string {
  const { gate, shard } = evidence
  if (shard) return `shard ${shard.index} of ${shard.count}: no gate here, the merge decides`
  const excused = gate.exitCode !== 0 && gate.exitUnderPolicy === 0
  return `${answer(evidence, context)}${excused ? ', and nothing holds it back: this run does not gate, by policy' : ''}`
}

function answer(evidence: RunEvidence, context: Parameters<typeof shipLine>[1]): string {
  const { candidate, gate } = evidence
  switch (gate.verdict) {
    case 'pass':
      return `${candidate.name} may ship: a release that breaks a gating claim gets here with ${guarantee(evidence, context)}`
    case 'fail':
      return `${candidate.name} may not ship`
    case 'inconclusive':
      return gate.exitCode === 2
        ? `${candidate.name} may not ship yet: something in the suites or the config is wrong`
        : `${candidate.name} may not ship yet: not everything that gates was decided`
  }
}

/** Says the chance of a wrong pass, and over how many attempts it holds. */
function guarantee(
  { alpha, attempt, earlierGates, mode }: RunEvidence,
  context: Parameters<typeof shipLine>[1],
): string {
  const chance = `a chance of at most ${figure(alpha)}`
  if (mode !== 'gate') return chance
  if (attempt)
    return `${chance} at this attempt, the ${ordinal(attempt.number)}, and of at most ${figure(attempt.total)} over all`
  const gates = earlierGates?.gates ?? []
  if (gates.length > 0)
    return `${chance} in this one gate, the ${ordinal(gates.length + 1)} of this revision (${listEarlier(gates)}); attempts are not counted`
  return `${chance} in this one attempt${context?.earlierGatesUnknown ? '; whether there were earlier gates is not known here' : ''}`
}

function figure(share: number): string {
  return formatLimit(Number(share.toPrecision(4)))
}

function ordinal(number: number): string {
  const ends = { one: 'st', two: 'nd', few: 'rd' } as Record<string, string>
  return `${number}${ends[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`
}

/**
 * Says what was compared, and in which mode: a gate asks just enough to decide, a measure run spends a budget evenly.
 */
export function headLine(evidence: RunEvidence): string {
  const { candidate, baseline, baselineId, mode, seed, alpha, alphaFail, claimsPlanned, attempt, anchor } = evidence
  const against = baseline === null ? 'no baseline' : `baseline ${baseline.name}${baselineId ? ` (${baselineId})` : ''}`
  const asked = mode === 'gate' ? 'asked just enough to decide' : 'measured evenly over the grid'
  return (
    `candidate ${candidate.name}, ${against}${anchor ? `, anchor ${anchor.release.name} (${anchor.id})` : ''}; ${mode} mode: ${asked}; seed ${seed}, ` +
    `alpha ${formatLimit(Number(alpha.toPrecision(4)))}${alphaFail === undefined ? '' : ` (fail ${formatLimit(alphaFail)})`}, fail corrected for ${counted(claimsPlanned.count, 'claim')} (${claimsPlanned.from}); ` +
    (attempt ? `attempt ${attempt.number} by the ledger` : 'attempts are not counted')
  )
}

/** Says whether a claim is compared with the baseline. */
export function isRegression({ spec }: Pick<ClaimResult, 'spec'>): boolean {
  return spec.roles.some(({ side }) => side === 'both')
}

/** The sentence that stands wherever a counterexample is shown. */
export const SINGLE_CASES =
  'Counterexamples are single cases, shown because they failed: nothing general follows from them.'
