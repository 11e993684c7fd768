import { formatLimit } from '../src/core/report/index.ts'
import type { RunEvidence } from '../src/core/words/index.ts'

/** What was compared, and in which mode: a gate asks just enough to decide, measuring spends a budget evenly. */
export function headLine(evidence: RunEvidence): string {
  const { candidate, baseline, baselineId, mode, seed, alpha, claimsPlanned } = evidence
  const against = baseline === null ? 'no baseline' : `baseline ${baseline.name}${baselineId ? ` (${baselineId})` : ''}`
  const asked = mode === 'gate' ? 'asked just enough to decide' : 'measured evenly over the grid'
  return (
    `candidate ${candidate.name}, ${against}; ${mode} mode: ${asked}; seed ${seed}, ` +
    `alpha ${formatLimit(alpha)}, fail corrected for ${claimsPlanned.count} claims (${claimsPlanned.from})`
  )
}
