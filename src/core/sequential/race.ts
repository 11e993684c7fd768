import type { Interval } from '../types/index.ts'
import { confidenceSequence } from './confidenceSequence.ts'
import type { Rule } from './rule.ts'
import { START, step, type SequentialState } from './step.ts'
import { unitsTo } from './toDecide.ts'

/**
 * A `Race` holds the arms of one claim in lockstep over the same units, each a sequential test of its own; a claim without
 * arms is a race of one.
 *
 * A claim that wants every arm passes when each has reached wealth 1/α. If it is false, some arm breaks the limit, and the
 * claim passes only if that same arm's wealth reached 1/α, which has a chance of at most α (Ville): no correction
 * (intersection–union, Berger 1982). It fails when any of A arms reaches K·A/α: if it is true, each arm does so with a
 * chance of at most α/(K·A), and all together at most α/K (union bound), however the arms depend on each other. Negated it
 * wants some arm to break the limit, and the two change places: `pass` when any arm reaches A/α, `fail` when each has
 * reached K/α. A decided arm keeps its verdict and meets no further unit; since a wealth counts at whatever time it
 * crosses, arms may cross at different times.
 */
export type Race = readonly SequentialState[]

/** Returns the race before the first unit. */
export function startRace({ arms }: Pick<Rule, 'arms'>): Race {
  return Array.from({ length: arms?.count ?? 1 }, () => START)
}

/** Returns the race after one more unit; `value` is asked for the arms without a verdict only, by index. */
export function stepRace(race: Race, value: (arm: number) => Interval, rule: Rule): Race {
  return race.map((state, arm) => (state.verdict === null ? step(state, value(arm), rule) : state))
}

/**
 * Returns the verdict of the claim: of `every` arm all must pass and one failure is enough, of `some` the other way round.
 */
export function raceVerdict(
  race: readonly Pick<SequentialState, 'verdict'>[],
  { arms }: Pick<Rule, 'arms'>,
): SequentialState['verdict'] {
  const [one, all] = arms?.wanted === 'some' ? (['pass', 'fail'] as const) : (['fail', 'pass'] as const)
  if (race.some(({ verdict }) => verdict === one)) return one
  return race.every(({ verdict }) => verdict === all) ? all : null
}

/**
 * Returns the logarithms of the wealths of the whole claim, which are compared with ln(1/α) and ln(K/α): the least of the
 * arms where every arm is needed, else the greatest over the number of arms (it is no more than their mean, a wealth too).
 */
export function raceWealth(race: Race, { arms }: Pick<Rule, 'arms'>): SequentialState['logWealth'] {
  const least = (side: 'pass' | 'fail') => Math.min(...race.map(({ logWealth }) => logWealth[side]))
  const greatest = (side: 'pass' | 'fail') =>
    Math.max(...race.map(({ logWealth }) => logWealth[side])) - Math.log(race.length)
  return arms?.wanted === 'some'
    ? { pass: greatest('pass'), fail: least('fail') }
    : { pass: least('pass'), fail: greatest('fail') }
}

/** Says which end of the arms the claim is about: the greatest where each must be at most the limit, else the least. */
export function worstOf({ sense, arms }: Pick<Rule, 'sense' | 'arms'>): (...values: number[]) => number {
  return (sense === 'at most') === (arms?.wanted !== 'some') ? Math.max : Math.min
}

/**
 * Computes bounds on the worst arm's mean. On the side where one arm is enough it takes the worst of bounds that hold for
 * all arms at once (level α over their number); on the other the worst of bounds at α, of which only the truly worst arm's
 * must hold.
 */
export function raceInterval(race: Race, rule: Parameters<typeof confidenceSequence>[1]): readonly [number, number] {
  const worst = worstOf(rule)
  const bounds = race.map((state) => confidenceSequence(state, rule))
  return [worst(...bounds.map(([low]) => low)), worst(...bounds.map(([, high]) => high))]
}

/** Computes how many further units would decide the claim if they look like those seen; `null` if decided or never. */
export function raceToDecide(race: Race, rule: Rule): number | null {
  if (raceVerdict(race, rule) !== null) return null
  const open = race.filter(({ verdict }) => verdict === null).map((state) => unitsTo(state, rule))
  const some = rule.arms?.wanted === 'some'
  const pass = (some ? first : last)(open.map((count) => count.pass))
  const fail = (some ? last : first)(open.map((count) => count.fail))
  return first([pass, fail])
}

/** Returns the least count; `null` (never) only if all are. */
function first(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** Returns the greatest count; `null` if any is. */
function last(counts: readonly (number | null)[]): number | null {
  return counts.includes(null) ? null : Math.max(...counts.map(Number))
}
