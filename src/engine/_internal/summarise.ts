import {
  levelsOf,
  type ArmResult,
  type ClaimArm,
  type ClaimResult,
  type ClaimSpec,
  type Outcome,
} from '../../core/types/index.ts'
import {
  asymptoticBounds,
  confidenceSequence,
  horizonsOf,
  type Race,
  raceInterval,
  raceToDecide,
  raceWealth,
  type Rule,
  worstOf,
} from '../../core/sequential/index.ts'
import { gridSize } from '../../core/sampling/index.ts'
import type { Gathered } from '../gather.ts'
import { type Sample, usedGroups } from '../planUnits.ts'

/** The figures of a claim that follow from its evidence alone. */
export type Summary = Pick<
  ClaimResult,
  | 'verdict'
  | 'alpha'
  | 'alphaFail'
  | 'claims'
  | 'horizons'
  | 'logWealth'
  | 'estimate'
  | 'interval'
  | 'units'
  | 'examples'
  | 'cells'
  | 'asymptotic'
  | 'toDecide'
  | 'order'
  | 'otherOrder'
  | 'arms'
> & { readonly outcomes: Readonly<Partial<Record<Outcome, number>>> }

/**
 * Computes verdict and figures of the gathered evidence. Evidence in which two models answered as one is never judged.
 */
export function summarise({ race, verdict, tally, estimates, mixed }: Gathered, spec: ClaimSpec, rule: Rule): Summary {
  const { order, otherOrder, examples, cells, outcomes } = tally
  const known = estimates.filter((estimate) => estimate !== null)
  const asymptotic = verdict || mixed || spec.arms ? null : asymptoticBounds(race[0]!, rule)
  return {
    verdict: mixed ? 'inconclusive' : (verdict ?? 'inconclusive'),
    ...levelsOf(rule),
    claims: rule.claims,
    ...(rule.spans && { horizons: horizonsOf(race[0]!, rule) }),
    logWealth: raceWealth(race, rule),
    estimate: known.length === 0 ? null : worstOf(rule)(...known),
    interval: raceInterval(race, rule),
    units: order.length,
    examples,
    cells,
    ...(asymptotic && { asymptotic }),
    toDecide: mixed ? null : raceToDecide(race, rule),
    outcomes,
    order,
    ...(spec.other && { otherOrder }),
    ...(spec.arms && { arms: armResults(spec.arms, race, estimates, rule) }),
  }
}

function armResults(arms: readonly ClaimArm[], race: Race, estimates: Gathered['estimates'], rule: Rule): ArmResult[] {
  return arms.map(({ name }, at) => {
    const state = race[at]!
    const { verdict, units } = state
    return { name, verdict, estimate: estimates[at] ?? null, interval: confidenceSequence(state, rule), units }
  })
}

/** Returns the sizes of the pool and of the full grid behind a claim. */
export function sizes(
  spec: ClaimSpec,
  own: Sample,
  other: Sample | null,
): { readonly pool: number; readonly grid: number } {
  const samples = other === null ? [own] : [own, other]
  const grids = samples.map((sample) => {
    const examples = usedGroups(sample).reduce((sum, group) => sum + sample.groups.get(group)!.length, 0)
    const roles = spec.roles.filter(({ task }) => (task === undefined) === (sample === own))
    return gridSize({ roles }, examples)
  })
  return {
    pool: samples.reduce((least, sample) => Math.min(least, usedGroups(sample).length), Infinity),
    grid: grids.reduce((sum, grid) => sum + grid, 0),
  }
}
