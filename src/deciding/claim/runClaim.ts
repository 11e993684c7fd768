import { NO_BASELINE_YET } from '../../core/wording/index.ts'
import { cellsInFlight } from '../ask/askWith.ts'
import { gateClaim } from '../gate/gateClaim.ts'
import { measureClaim } from '../measure/measureClaim.ts'
import { measureOnGrid } from '../measure/measureGrid.ts'
import { notApplicable, undecided } from '../ask/outcome.ts'
import { askingOf, leftOf, type Asking, type ClaimOutcome, type ReadyClaim } from '../ask/readyClaim.ts'
import { usableTask } from '../ask/usableTask.ts'

/** Runs a claim as the mode asks for: decided in a gate, measured, or planned only. */
export async function runClaim(claim: ReadyClaim): Promise<ClaimOutcome> {
  const { spec, kind, task, worker, candidate } = claim
  const { mode, measure } = worker.config
  const asking = askingOf(claim)
  if (measure) return measureOnGrid({ spec, kind, task, measure, signal: asking.signal, named: asking }, worker)
  if (mode === 'measure') return measureClaim(spec, { ...asking, concurrency: cellsInFlight(candidate.release) })
  if (mode === 'plan') return planOnly(claim, asking)
  if (kind.needsBaseline && worker.baseline === null)
    return { result: notApplicable(spec, asking, NO_BASELINE_YET), observations: [] }
  return gateClaim(claim, asking)
}

async function planOnly(claim: ReadyClaim, asking: Asking): Promise<ClaimOutcome> {
  const { spec, kind, title, population, candidate, worker, whyVariants = '' } = claim
  const { left, second } = await leftOf(claim, asking)
  const task = usableTask(claim.task, spec, asking.prompts)
  // Loaded here and not at the top: a gate forecasts nothing.
  const { planCall } = await import('../plan/planCall.ts')
  return {
    result: undecided(spec, asking, 'planned', 'planned, and nothing was asked'),
    observations: [],
    plan: await planCall({ spec, kind, title, population, whyVariants, task, candidate, worker, ...left, ...second }),
  }
}
