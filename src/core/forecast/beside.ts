import { MOST_REPEATS, MOST_SHRINKING } from '../sampling/index.ts'
import type { ClaimSpec } from '../types/index.ts'
import type { ClaimPlanDeps } from './planClaim.ts'

/** Calls beside the evidence, at most. */
export interface Beside {
  readonly repeats: number
  readonly shrinking: number
}

/** Where nothing is asked. */
export const NOTHING_BESIDE: Beside = { repeats: 0, shrinking: 0 }

/** After a failure canonical prompts may be asked again, and perturbed counterexamples in ever smaller parts. */
export function besideOf({ spec, examples }: ClaimPlanDeps): Beside {
  if (spec.negated) return NOTHING_BESIDE
  const shrinks = spec.roles.some(({ perturbed }) => perturbed === 'keeps')
  return { repeats: probes(spec) ? Math.min(MOST_REPEATS, examples) : 0, shrinking: shrinks ? MOST_SHRINKING : 0 }
}

function probes({ roles }: ClaimSpec): boolean {
  return roles.length > 1 && roles.some(({ name }) => name === 'canonical') && roles.every(({ trials }) => trials === 1)
}

/** What the figures of the calls rest on, in words. */
export function noteOf(
  { spec, baseline, calls, notApplicable }: ClaimPlanDeps,
  { repeats, shrinking }: Beside,
): string {
  if (notApplicable !== null) return 'nothing is asked'
  const asked = calls.units.some((unit) => unit.some(({ side }) => side === 'baseline'))
  const counted = [
    ...(repeats > 0 ? [`${repeats} repeats after a failure`] : []),
    ...(shrinking > 0 ? [`${shrinking} prompts to shrink counterexamples`] : []),
  ]
  return [
    baseline === null
      ? ''
      : asked
        ? `cells that the baseline lacks are asked of ${baseline.name}`
        : 'the baseline holds all its cells',
    spec.roles.some(({ chained }) => chained) ? 'an example is asked up to its first wrong answer' : '',
    spec.arms ? 'what only decided arms need is asked no more' : '',
    counted.length > 0 ? `the most counts ${counted.join(' and ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ')
}
