import { holds } from '../types/index.ts'
/**
 * Findings of measured cells about a claim: its estimate, the instructions that move it, and the claim about instructions
 * in general.
 */
import { byCell } from '../metrics/index.ts'
import { fewestToPass } from '../sequential/index.ts'
import type { Measured } from '../statistics/index.ts'
import type {
  ClaimMeasurement,
  ClaimSpec,
  FixedFinding,
  InstructionInfluence,
  MeasuredInterval,
  MeasurePlan,
  Observation,
  TemplateView,
} from '../types/index.ts'
import {
  choiceOf,
  claimStatistic,
  isWithin,
  notMeasurable,
  type ClaimStatistic,
  type ClaimValues,
  type ValuedClaim,
} from './claimValues.ts'
import { meanInterval, toolsFor, type Tools } from './intervals.ts'

/** A claim to look at in a measure run. */
export interface MeasuredClaim extends ValuedClaim {
  readonly id: string
  readonly title: string
  /** α of the run. */
  readonly alpha: number
}

/**
 * Measures a claim's statistic on measured cells, and the same without each instruction in turn. An example counts where
 * every role of the claim has cells; all measured cells of a role are used, not only those that the gate would draw. Where
 * the limit is outside the fixed-size interval the claim is found to hold or to be broken: a description, never a verdict.
 * Throws `UsageError` for the data of a gate.
 */
export function measureClaim(
  measured: Measured,
  claim: MeasuredClaim,
  observations: readonly Observation[],
  plan: Pick<MeasurePlan, 'seed' | 'taskHash'>,
): ClaimMeasurement {
  const { id, title, spec } = claim
  const tools = toolsFor(measured, plan)
  const why = notMeasurable(spec)
  if (why !== null) return { id, title, ...nothing(why) }
  const examples = [...Map.groupBy(observations.toSorted(byCell), ({ example }) => example).values()]
  const described = ({ estimate, values: own, groups }: ClaimValues) => {
    const interval = meanInterval(own, groups, tools)
    const counts = { examples: own.length, groups: new Set(groups).size }
    return { ...counts, estimate, interval, finding: findingOf(spec, interval) }
  }
  const statistic = claimStatistic(claim, examples)
  const whole = described(statistic.whole)
  const { estimate: before } = whole
  if (before === null) return { id, title, ...nothing('no measured example has the cells that it compares') }
  const influence = choiceOf(spec).map((variant): InstructionInfluence => {
    const { estimate, finding } = described(statistic.without(variant))
    const crosses = estimate !== null && isWithin(spec, estimate) !== isWithin(spec, before)
    return { variant, estimate, finding, crosses }
  })
  const change = ({ estimate }: InstructionInfluence) => Math.abs((estimate ?? before) - before)
  const templates = templateView(claim, statistic, tools)
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
  return holds(spec.sense, interval.low, spec.limit) ? 'holds' : 'broken'
}

/**
 * A claim read as one about instructions in general: the template is the unit, its value the claim's statistic over the
 * examples that it was asked on. The interval resamples templates and takes them for a random sample of all. `needed`
 * is known without data: with fewer templates not even perfect ones let a gate pass. `null` for a claim that compares
 * several sets of instructions, or has fewer than two.
 */
function templateView(claim: MeasuredClaim, statistic: ClaimStatistic, tools: Tools): TemplateView | null {
  const { spec, alpha } = claim
  if (spec.roles.filter(({ pool }) => pool.length > 1).length !== 1) return null
  const means = choiceOf(spec).flatMap((variant) => {
    const { estimate } = statistic.only(variant)
    return estimate === null ? [] : [{ variant, estimate }]
  })
  if (means.length < 2) return null
  const values = means.map(({ estimate }) => estimate)
  const interval = meanInterval(
    values,
    means.map(({ variant }) => variant),
    tools,
  )
  return {
    count: means.length,
    estimate: values.reduce((sum, value) => sum + value, 0) / values.length,
    interval: interval && { ...interval, over: 'instructions' },
    needed: fewestToPass({ range: spec.range, limit: spec.limit, sense: spec.sense, alpha, claims: 1 }),
  }
}
