import { fewestInPool, fewestToPass, passesAlike, START, step, unchangedValue, type Rule } from '../sequential/index.ts'
import { counted, formatLimit, limitOrMargin } from '../text/figures.ts'
import type { Chances, ClaimSpec, Undecidable } from '../types/index.ts'
import type { ArmsAssumption, Assumption } from './assumptions.ts'
import { nearestLimit } from './nearestLimit.ts'
import { keptAlike } from './pairAssumptions.ts'
import { unitsAlike, unitsToPass } from './unitsToPass.ts'

/** A claim whose own baseline would stay inconclusive more often than this cannot be decided by these data. */
const MOST_INCONCLUSIVE = 0.8

/** What units are, in words. */
export type UnitWord = 'independent source' | 'instruction'

/** Whether even perfect answers of all `units` would leave the claim open; `null` if they would not. */
export function undecidable(rule: Rule, units: number, what: UnitWord = 'independent source'): Undecidable | null {
  const needed = fewestOf(rule, units)
  const fewest = needed(rule)
  if (fewest !== null && fewest <= units) return null
  const limit = nearestLimit(rule, (other) => (needed(other) ?? Infinity) <= units)
  const reason =
    fewest === null
      ? `no sample can show a mean at the end of its range, and the limit ${formatLimit(rule.limit)} is that end`
      : `to pass, ${limitOrMargin(rule.limit)} needs ${counted(fewest, what)} even if every answer is perfect, and ${units} can be asked`
  return { reason, limit, units: fewest }
}

/** The fewest units that can pass a claim: of the pool as it is where a budget ends before it, else of any pool. */
function fewestOf({ datasetSize, spans }: Rule, units: number): (rule: Rule) => number | null {
  if (datasetSize !== undefined) return fewestOfDataset
  return units < (spans?.at(-1)?.end ?? 0) ? fewestToPass : fewestInPool
}

/** Drawn without replacement: perfect values up to the one that decides, at the latest the last of the dataset. */
function fewestOfDataset(rule: Rule): number {
  const value = rule.sense === 'at most' ? rule.range[0] : rule.range[1]
  let state = START
  while (state.verdict === null && state.units < (rule.datasetSize ?? 0))
    state = step(state, { least: value, most: value }, rule)
  return state.units
}

/**
 * Of a claim that compares with the baseline: whether a release that answers exactly as the baseline did would stay open all the
 * same. A release that gains could pass with fewer units; nobody ships only those.
 */
export function openUnchanged(spec: ClaimSpec, rule: Rule, units: number, what: UnitWord): Undecidable | null {
  const value = unchangedValue(spec)
  if (value === null || passesAlike(rule, value, units)) return null
  const fewest = rule.datasetSize ?? fewestInPool(rule, value)
  return {
    reason:
      `a release that answers exactly as the baseline did needs ${fewest === null ? 'more than any number of sources' : counted(fewest, what)} ` +
      `to pass ${limitOrMargin(rule.limit)}, and ${units} can be asked`,
    limit: nearestLimit(rule, (other) => passesAlike(other, value, units)),
    units: fewest,
  }
}

/**
 * Whether a release that answers as the accepted one did would mostly stay inconclusive. What is needed follows from the
 * growth of the wealth if the values keep their proportions, so it is what decides about every second time. A dataset
 * decides for certain once it was asked whole.
 */
export function mostlyOpen(
  rule: Rule,
  units: number,
  assumption: Assumption | ArmsAssumption,
  chances: Chances,
  what: UnitWord = 'independent source',
): Undecidable | null {
  if (chances.inconclusive <= MOST_INCONCLUSIVE) return null
  const least = neededFor(assumption, rule)(rule)
  return {
    reason:
      `an unchanged release would stay inconclusive ${Math.round(100 * chances.inconclusive)} times in 100 ` +
      `(${chances.assumption}; ${counted(units, what)} can be asked)`,
    limit: nearestLimit(rule, (other) => neededFor(assumption, rule)(other) <= units),
    units: Number.isFinite(least) ? Math.min(least, rule.datasetSize ?? Infinity) : null,
  }
}

/** Units that a rule needs: of all arms the slowest, or where one is enough the quickest. */
function neededFor(assumption: Assumption | ArmsAssumption, { arms }: Rule): (rule: Rule) => number {
  const each = 'values' in assumption ? [assumption.values] : assumption.marginals()
  const pick = arms?.wanted === 'some' ? Math.min : Math.max
  return (rule) => pick(...each.map((values) => unitsToPass(rule, values) ?? Infinity))
}

/**
 * Of a claim that holds one task against another: whether two tasks that are alike would stay open even if nothing ever
 * differed on either. It is no proof: where the other task is the worse one, fewer sources may do.
 */
export function openAlike(rule: Rule, units: number): Undecidable | null {
  if (!keptAlike(rule) || passesAlike(rule, 0, units)) return null
  const least = unitsAlike(rule) ?? Infinity
  return {
    reason: `two tasks that are alike, even without a single difference on either, need ${least} independent sources of each for ${limitOrMargin(rule.limit)}, and ${units} can be asked`,
    limit: nearestLimit(rule, (other) => passesAlike(other, 0, units)),
    units: Number.isFinite(least) ? least : null,
  }
}
