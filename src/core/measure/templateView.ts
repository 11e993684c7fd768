import { fewestToPass } from '../plan/index.ts'
import type { Observation, TemplateView } from '../words/index.ts'
import { choiceOf, claimValues } from './claimValues.ts'
import { meanInterval } from './meanInterval.ts'
import type { MeasuredClaim } from './measureClaim.ts'
import type { Tools } from './tools.ts'

/**
 * A claim read as one about instructions in general: the template is the unit, its value the claim's statistic over the
 * examples that it was asked on. The interval resamples templates and takes them for a random sample of all. `needed`
 * is known without data: with fewer templates not even perfect ones let a gate pass. `null` for a claim that compares
 * several sets of instructions, or has fewer than two.
 */
export function templateView(
  claim: MeasuredClaim,
  examples: readonly (readonly Observation[])[],
  tools: Tools,
): TemplateView | null {
  const { spec, alpha } = claim
  if (spec.roles.filter(({ pool }) => pool.length > 1).length !== 1) return null
  const means = choiceOf(spec).flatMap((variant) => {
    const { estimate } = claimValues(claim, examples, (one) => one === variant || isFixed(claim, one))
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

/** Variants of roles without a choice, such as the canonical one, stay. */
function isFixed({ spec }: MeasuredClaim, variant: string): boolean {
  return spec.roles.some(({ pool }) => pool.length === 1 && pool[0] === variant) && !choiceOf(spec).includes(variant)
}
