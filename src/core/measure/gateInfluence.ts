import { noteOnInfluence } from '../wording/index.ts'
import type { Observation } from '../words/index.ts'
import { choiceOf, isWithin, notMeasurable, valuesWithout, type ValuedClaim } from './claimValues.ts'

/** Above so many examples no single instruction is looked at: it would take longer than some runs. */
const MOST_EXAMPLES = 2000

/**
 * The instructions without which a gate's estimate would lie on the other side of the limit, as a note for the claim;
 * `null` where there is none. Exploratory: the data stopped when they looked decisive, so no interval goes with it.
 */
export function gateInfluence(claim: ValuedClaim, observations: readonly Observation[]): string | null {
  const { spec } = claim
  if (notMeasurable(spec) !== null) return null
  const examples = [...Map.groupBy(observations, ({ example }) => example).values()]
  if (examples.length > MOST_EXAMPLES) return null
  const values = valuesWithout(claim, examples)
  const { estimate } = values(null)
  if (estimate === null) return null
  const crossing = choiceOf(spec).flatMap((variant) => {
    const { estimate: without } = values(variant)
    if (without === null || isWithin(spec, without) === isWithin(spec, estimate)) return []
    return [{ variant, estimate: without }]
  })
  return noteOnInfluence(crossing, spec.limit)
}
