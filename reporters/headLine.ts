import { counted, formatLimit } from '../src/core/text/index.ts'
import type { RunEvidence } from '../src/core/types/index.ts'

/** What was compared, and in which mode: a gate asks just enough to decide, measuring spends a budget evenly. */
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
