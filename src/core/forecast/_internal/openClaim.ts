import type { Assumption } from '../../planning/assumptions.ts'
import { cannotPass, openUnchanged, unitWord, type RuledClaim, type UnitWord } from '../../planning/cannotPass.ts'
import { nearestLimit, unitsAlike, unitsToPass } from '../../planning/decidable.ts'
import { passesAlike, type Rule } from '../../sequential/index.ts'
import { counted, limitOrMargin } from '../../text/index.ts'
import { isBetter, type Chances, type PlannedClaim, type Undecidable } from '../../types/index.ts'
import type { ArmsAssumption } from './armAssumptions.ts'
import { unitsForLimit } from './waysToPass.ts'

/** The facts about a claim that are known before anything is asked. */
export interface Outlook {
  /** Units that can be asked at most. */
  readonly most: number
  /** The values that known answers give; `null` where too few are known. */
  readonly observed: Assumption | ArmsAssumption | null
  /** All that is assumed; the first line is the one that expectations rest on. */
  readonly assumed: readonly (Assumption | ArmsAssumption)[]
  readonly strictest: PlannedClaim['strictest']
  /** The ends of the claim by the first line; `undefined` where nothing is assumed. */
  readonly chances: Chances | undefined
}

/** Says why a claim could not be decided, and what would help; `null` where nothing speaks against it. */
export function openClaim(claim: RuledClaim, outlook: Outlook): Undecidable | null {
  const { rule, spec } = claim
  const {
    most: units,
    observed,
    assumed: [first],
    strictest: [usual],
    chances,
  } = outlook
  const what = unitWord(spec)
  const unchanged = openUnchanged(spec, rule, units, what)
  if (unchanged !== null && first && usual) {
    const wanted = 'values' in first && unchanged.units !== null ? unitsForLimit(rule, first, unchanged.units) : null
    return { ...unchanged, limit: usual.limit, units: wanted, nineInTen: usual.assumption }
  }
  const never = unchanged ?? cannotPass(claim, units)
  if (never !== null || !chances) return never
  if (observed === null) return spec.other ? openAlike(rule, units) : null
  return mostlyOpen(rule, units, observed, chances, what)
}

/**
 * Says whether a claim that compares one task with another would stay open for two tasks that are alike, even if nothing
 * ever differed on either. It is no proof: where the other task is the worse one, fewer sources may do.
 */
function openAlike(rule: Rule, units: number): Undecidable | null {
  if (!isBetter(rule.sense, 0, rule.limit) || passesAlike(rule, 0, units)) return null
  const least = unitsAlike(rule) ?? Infinity
  return {
    reason: `two tasks that are alike, even without a single difference on either, need ${least} independent sources of each for ${limitOrMargin(rule.limit)}, and ${units} can be asked`,
    limit: nearestLimit(rule, (other) => passesAlike(other, 0, units)),
    units: Number.isFinite(least) ? least : null,
  }
}

/** A claim whose own baseline would stay inconclusive more often than this cannot be decided by these data. */
const MOST_INCONCLUSIVE = 0.8

/**
 * Says whether a release that answers as the accepted one did would mostly stay inconclusive. What is needed follows from
 * the growth of the wealth if the values keep their proportions, so it is what decides about every second time. A dataset
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
  const needed = neededFor(assumption, rule)
  const least = needed(rule)
  return {
    reason:
      `an unchanged release would stay inconclusive ${Math.round(100 * chances.inconclusive)} times in 100 ` +
      `(${chances.assumption}; ${counted(units, what)} can be asked)`,
    limit: nearestLimit(rule, (other) => needed(other) <= units),
    units: Number.isFinite(least) ? Math.min(least, rule.datasetSize ?? Infinity) : null,
  }
}

/** Returns the units that a rule needs: of all arms the slowest, or where one is enough the quickest. */
function neededFor(assumption: Assumption | ArmsAssumption, { arms }: Rule): (rule: Rule) => number {
  const each = 'values' in assumption ? [assumption.values] : assumption.marginals()
  const pick = arms?.wanted === 'some' ? Math.min : Math.max
  return (rule) => pick(...each.map((values) => unitsToPass(rule, values) ?? Infinity))
}
