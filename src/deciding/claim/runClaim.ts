import { NO_BASELINE_YET } from '../../core/wording/index.ts'
import type { Claim, ClaimOutcome } from '../ask/claim.ts'
import { leftOf } from '../ask/left.ts'
import { notApplicable, undecided } from '../ask/outcome.ts'
import { usableTask } from '../ask/usableTask.ts'
import { isGridMode } from '../../core/types/index.ts'
import { gateClaim } from '../gate/gateClaim.ts'
import { rangeClaim } from '../gate/rangeClaim.ts'
import { collectEvidence } from '../measure/collectEvidence.ts'
import { measureOnGrid } from '../measure/measureGrid.ts'

/** Runs a claim as the mode asks for: decided in a gate, planned only, collected for a baseline, or measured on the grid. */
export async function runClaim(claim: Claim): Promise<ClaimOutcome> {
  const { mode } = claim.worker.config
  if (mode.name === 'plan') return planOnly(claim)
  if (mode.name === 'acceptEvidence') return collectEvidence(claim)
  if (isGridMode(mode)) return measureOnGrid(claim, mode)
  if (claim.kind.needsBaseline && claim.worker.baseline === null)
    return { result: notApplicable(claim, NO_BASELINE_YET), observations: [] }
  return mode.name === 'range' ? rangeClaim(claim, mode) : gateClaim(claim)
}

async function planOnly(claim: Claim): Promise<ClaimOutcome> {
  const { left, second } = await leftOf(claim)
  const task = usableTask(claim.task, claim.spec, claim.prompts)
  // Loaded here and not at the top: a gate forecasts nothing.
  const { planCall } = await import('../plan/planCall.ts')
  return {
    result: undecided(claim, 'planned', 'planned, and nothing was asked'),
    observations: [],
    plan: await planCall({ ...claim, task, ...left, ...second }),
  }
}
