import { unitsToReach, type Tally } from '../statistics/index.ts'
import { bestFirst, byVerdict, isBetter, type ClaimSpec, type Levels } from '../types/index.ts'
import { thresholds, type Rule } from './rule.ts'
import { momentsOf, projectedWealth, unitsFourInFive, type Segment } from './segments.ts'
import { limitsOf, START, step, type SequentialState } from './step.ts'

/**
 * Computes how many further units would decide the claim if they look like those seen: the nearer of `pass` and `fail`.
 * `null` if it is decided, or never would be.
 */
export function toDecide(state: SequentialState, rule: Rule): number | null {
  if (state.verdict !== null) return null
  const { pass, fail } = unitsTo(state, rule)
  const known = [pass, fail].filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((least, one) => Math.min(least, one), Infinity)
}

/** The two sides of the limit, by their names in the state. */
const SIDES = { above: 'above', below: 'below' } as const

/**
 * Computes how many further units would bring each verdict if they look like those seen; `null`: none would. Where the
 * wealth bets on the end of a span, as many as bring it four times in five; elsewhere as many as bring it about every
 * second time.
 */
export function unitsTo(
  state: Pick<SequentialState, 'above' | 'below' | 'units' | 'segments' | 'logWealth'>,
  rule: Rule,
): { readonly pass: number | null; readonly fail: number | null } {
  if (rule.datasetSize !== undefined) {
    // The whole dataset decides for certain, if no value stays unknown; an earlier decision is not predicted.
    const rest = rule.datasetSize - state.units
    return rest > 0 ? { pass: rest, fail: rest } : { pass: null, fail: null }
  }
  const need = thresholds(rule)
  const limits = limitsOf(rule)
  const reach = (side: 'above' | 'below', verdict: 'pass' | 'fail') => {
    const segments = state.segments?.[side] ?? []
    const moments = momentsOf(segments)
    if (moments.count === 0 || moments.count < state.units)
      return unitsOnSide(state[side], segments, limits[side], need[verdict])
    const fresh = unitsFourInFive(moments, limits[side], Math.exp(state.logWealth[verdict] - need[verdict]))
    const left = (rule.spans?.at(-1)?.end ?? 0) - state.units
    if (fresh === null || left <= 0) return fresh
    // The bet that is under way was made for the end of the pool, not for an earlier one.
    const typical = unitsOnSide(state[side], segments, limits[side], need[verdict])
    return typical === null ? Math.max(fresh, left) : Math.min(Math.max(fresh, left), Math.ceil(OFTEN * typical))
  }
  const side = byVerdict(rule.sense, SIDES)
  return { pass: reach(side.pass, 'pass'), fail: reach(side.fail, 'fail') }
}

/**
 * The factor by which the units of a typical course are multiplied to bring the verdict four times in five, by simulation.
 */
const OFTEN = 2

function unitsOnSide(tally: Tally, segments: readonly Segment[], mean: number, threshold: number): number | null {
  return unitsToReach((total) => projectedWealth(tally, segments, mean, total), tally.count, threshold)
}

/**
 * Computes the fewest units that can pass the claim: all of them at the best end of the range. `null` where none can,
 * because the limit is that end: no sample shows a mean to be exactly there.
 */
export function fewestToPass(rule: Rule): number | null {
  return fewestAlike(rule, bestOf(rule))
}

function fewestAlike(rule: Rule, value: number): number | null {
  const side = byVerdict(rule.sense, SIDES).pass
  const first = step(START, { least: value, most: value }, rule)
  if (first.verdict === 'pass') return 1
  const more = unitsOnSide(first[side], first.segments?.[side] ?? [], limitsOf(rule)[side], thresholds(rule).pass)
  return more === null ? null : more + 1
}

/**
 * Computes the fewest units that a pool must hold so that it can pass the claim; `null` where none can. Every pool has a
 * bet of its own for its end, so this is found by trying sizes; without spans it is `fewestToPass`. With a `value`: so that
 * it passes if all units have that one.
 */
export function fewestInPool(rule: Rule, value = bestOf(rule)): number | null {
  if (rule.spans === undefined) return fewestAlike(rule, value)
  const most = fewestAlike({ ...rule, spans: [] }, value)
  if (most === null || most > MOST_TRIED) return most
  const within = (units: number): Rule => ({ ...rule, spans: [{ start: 0, end: units }] })
  const atEnd = rule.range.includes(value)
  const passes = (units: number) =>
    atEnd ? (fewestAlike(within(units), value) ?? Infinity) <= units : passesAlike(within(units), value, units)
  return leastCount(passes, most)
}

/** The pool beyond which a bet on its end is left out: trying sizes would take too long. */
const MOST_TRIED = 20_000

function bestOf({ sense, range }: Pick<Rule, 'sense' | 'range'>): number {
  return bestFirst(sense, range)[0]
}

/** Finds the least count from 1 on that `holds`, which is true from some count on; the search begins at `near`. */
function leastCount(holds: (count: number) => boolean, near: number): number {
  let [low, high] = [0, near]
  while (!holds(high)) [low, high] = [high, 2 * high]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

/**
 * Says whether so many units with the same value pass. They are stepped through, since between the ends of the range bets
 * depend on the path.
 */
export function passesAlike(rule: Rule, value: number, units: number): boolean {
  let state = START
  while (state.verdict === null && state.units < units) state = step(state, { least: value, most: value }, rule)
  return state.verdict === 'pass'
}

/**
 * Says how far a claim has come to its nearer verdict, in [0, 1]: the greater of the log-wealths as a share of what `pass`
 * and `fail` need. It is only for showing: wealth can fall again.
 */
export function shareDone(
  logWealth: { readonly pass: number; readonly fail: number },
  { alpha, alphaFail = alpha, claims }: Levels & { readonly claims: number },
): number {
  const share = Math.max(logWealth.pass / Math.log(1 / alpha), logWealth.fail / Math.log(claims / alphaFail))
  return Math.min(1, Math.max(0, share))
}

/**
 * Returns the value of every unit of a claim that compares with the baseline, for a release that answers as the baseline
 * did: no difference. `null` where that is not known, since nothing is compared, or where such a release would not keep the
 * limit.
 */
export function unchangedValue({ roles, arms, other, range, limit, sense }: ClaimSpec): number | null {
  if (arms !== undefined || other !== undefined || !roles.every(({ side }) => side === 'both')) return null
  const compares = range[0] < 0 && range[1] > 0
  return compares && isBetter(sense, 0, limit) ? 0 : null
}
