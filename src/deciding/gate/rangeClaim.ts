import { counted } from '../../core/text/index.ts'
import type { Mode, Observation } from '../../core/types/index.ts'
import { askRange, cutPlan, type DecideDeps, type PlanRange } from '../../engine/index.ts'
import type { Claim, ClaimOutcome } from '../ask/claim.ts'
import { isDecided, undecided } from '../ask/outcome.ts'
import { gateClaim, gatePlan } from './gateClaim.ts'
import { planHash } from './mergedRanges.ts'

/** The part of the range that was asked, and why no more; `broken` as in `RangeClaim`. */
interface Asked {
  readonly units: number
  readonly cells: number
  readonly broken: string | null
}

/**
 * Asks one range of a claim's plan, for a merge that decides. The first range holds the plan's start: its evidence is that of
 * a whole run, so it stops where that would. No other range decides anything: it is asked to its end, with every arm.
 */
export async function rangeClaim(
  claim: Claim,
  { index, count }: Extract<Mode, { readonly name: 'range' }>,
): Promise<ClaimOutcome> {
  const { deps, refusal } = await gatePlan(claim)
  const ranges = cutPlan(claim.spec, deps, count)
  const range = ranges[index - 1]!
  const { ask, errors } = notingErrors(claim.ask)
  const asked =
    refusal !== null
      ? NOTHING
      : index === 1
        ? await askStart({ ...claim, ask }, range)
        : await askRange(claim.spec, { ...deps, ask }, range)
  const { units, cells, broken } = asked
  const why = `range ${index} of ${count}: ${counted(cells, 'cell')} asked, and nothing decided; the merge decides`
  return {
    result: undecided(claim, 'collected', why, cells),
    observations: errors,
    range: {
      call: claim.call,
      title: claim.title,
      plan: planHash(claim, deps, ranges),
      ...range,
      units,
      cells,
      broken,
    },
  }
}

/** A claim of which no run asks anything: perfect answers would not let it pass. */
const NOTHING: Asked = { units: 0, cells: 0, broken: null }

async function askStart(claim: Claim, { to }: PlanRange): Promise<Asked> {
  const { result } = await gateClaim(claim, to)
  if (!isDecided(result)) throw new Error(`the claim "${claim.title}" was to be decided on the first range of its plan`)
  const { units, cells, stopped, reason } = result
  return { units, cells, broken: stopped === 'aborted' ? reason : null }
}

/**
 * Notes the cells that end in an error, which no journal holds. Also those beyond the evidence: where a claim stops at a unit
 * that it cannot enter, the merge must find that unit as it was here.
 */
function notingErrors(ask: DecideDeps['ask']): {
  readonly ask: DecideDeps['ask']
  readonly errors: readonly Observation[]
} {
  const errors: Observation[] = []
  return {
    errors,
    async ask(...about) {
      const observation = await ask(...about)
      if (observation?.outcome === 'error') errors.push(observation)
      return observation
    },
  }
}
