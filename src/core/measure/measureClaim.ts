import type { Measured } from '../statistics/index.ts'
import type {
  ClaimMeasurement,
  ClaimSpec,
  FixedFinding,
  InstructionInfluence,
  MeasuredInterval,
  MeasurePlan,
  Observation,
} from '../words/index.ts'
import { byCell } from '../metrics/byCell.ts'
import { choiceOf, isWithin, notMeasurable, valuesWithout, type ClaimValues, type ValuedClaim } from './claimValues.ts'
import { meanInterval } from './meanInterval.ts'
import { templateView } from './templateView.ts'
import { toolsFor } from './tools.ts'

/** A claim to look at in a measure run. */
export interface MeasuredClaim extends ValuedClaim {
  readonly id: string
  readonly title: string
  /** α of the run. */
  readonly alpha: number
}

/**
 * A claim's statistic on measured cells, and the same without each instruction in turn. An example counts where every
 * role of the claim has cells; all measured cells of a role are used, not only those that the gate would draw. Where
 * the limit lies outside the fixed-size interval the claim is found to hold or to be broken: a description, never a
 * verdict. Throws `UsageError` for the data of a gate.
 */
export function measureClaim(
  of: Measured,
  claim: MeasuredClaim,
  observations: readonly Observation[],
  plan: Pick<MeasurePlan, 'seed' | 'taskHash'>,
): ClaimMeasurement {
  const { id, title, spec } = claim
  const tools = toolsFor(of, plan)
  const why = notMeasurable(spec)
  if (why !== null) return { id, title, ...nothing(why) }
  const examples = [...Map.groupBy(observations.toSorted(byCell), ({ example }) => example).values()]
  const described = ({ estimate, values: own, groups }: ClaimValues) => {
    const interval = meanInterval(own, groups, tools)
    const counts = { examples: own.length, groups: new Set(groups).size }
    return { ...counts, estimate, interval, finding: findingOf(spec, interval) }
  }
  const values = valuesWithout(claim, examples)
  const whole = described(values(null))
  const { estimate: before } = whole
  if (before === null) return { id, title, ...nothing('no measured example has the cells that it compares') }
  const influence = choiceOf(spec).map((variant): InstructionInfluence => {
    const { estimate, finding } = described(values(variant))
    const crosses = estimate !== null && isWithin(spec, estimate) !== isWithin(spec, before)
    return { variant, estimate, finding, crosses }
  })
  const change = ({ estimate }: InstructionInfluence) => Math.abs((estimate ?? before) - before)
  const templates = templateView(claim, examples, tools)
  return {
    id,
    title,
    ...whole,
    influence: influence.toSorted((a, b) => change(b) - change(a)),
    ...(templates && { templates }),
  }
}

function nothing(reason: string) {
  return { examples: 0, groups: 0, estimate: null, interval: null, finding: 'open' as const, reason, influence: [] }
}

function findingOf(spec: ClaimSpec, interval: MeasuredInterval | null): FixedFinding {
  if (interval === null) return 'open'
  const [below, above] = [interval.high < spec.limit, interval.low > spec.limit]
  if (!below && !above) return 'open'
  return below === (spec.sense === 'at most') ? 'holds' : 'broken'
}
