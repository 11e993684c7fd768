import { fewestToPass, type Rule } from '../plan/index.ts'
import { thresholds } from '../plan/rule.ts'
import { addValue, EMPTY_TALLY, unitsToReach } from '../statistics/index.ts'
import type { Chances, Undecidable } from '../words/index.ts'
import type { Assumption } from './assumptions.ts'

/** A claim whose own baseline would stay inconclusive more often than this cannot be decided by these data. */
const MOST_INCONCLUSIVE = 0.8

/** Whether even perfect answers of all `units` would leave the claim open; `null` if they would not. */
export function undecidable(rule: Rule, units: number): Undecidable | null {
  const fewest = fewestToPass(rule)
  if (fewest !== null && fewest <= units) return null
  const limit = nearestLimit(rule, (other) => (fewestToPass(other) ?? Infinity) <= units)
  const reason =
    fewest === null
      ? `no sample can show a mean at the end of its range, and the limit ${rule.limit} is that end`
      : `to pass, a limit of ${rule.limit} needs ${fewest} independent sources even if every answer is perfect, and ${units} can be asked`
  return { reason, limit, units: fewest }
}

/**
 * Whether a release that answers as the accepted one did would mostly stay inconclusive. What is needed follows from the
 * growth of the wealth if the values keep their proportions, so it is what decides about every second time.
 */
export function mostlyOpen(rule: Rule, units: number, { values }: Assumption, chances: Chances): Undecidable | null {
  if (chances.inconclusive <= MOST_INCONCLUSIVE) return null
  const needed = (other: Rule): number => unitsToPass(other, values) ?? Infinity
  const least = needed(rule)
  return {
    reason:
      `an unchanged release would stay inconclusive ${Math.round(100 * chances.inconclusive)} times in 100 ` +
      `(${chances.assumption}; ${units} independent sources can be asked)`,
    limit: nearestLimit(rule, (other) => needed(other) <= units),
    units: Number.isFinite(least) ? least : null,
  }
}

/** Units after which the claim passes if the values keep these proportions; `null`: never. */
function unitsToPass(rule: Rule, values: Assumption['values']): number | null {
  const [low, high] = rule.range
  const scale = (value: number): number =>
    rule.sense === 'at most' ? (high - value) / (high - low) : (value - low) / (high - low)
  const tally = values.reduce((sum, { value, weight }) => addValue(sum, scale(value), weight), EMPTY_TALLY)
  const more = unitsToReach({ ...tally, count: 1 }, scale(rule.limit), thresholds(rule).pass)
  return more === null ? null : more + 1
}

/** The limit next to the rule's own, on the lenient side, that `decides`; rounded away from it; `null` where none does. */
function nearestLimit(rule: Rule, decides: (rule: Rule) => boolean): number | null {
  const [low, high] = rule.range
  const end = rule.sense === 'at most' ? high : low
  const at = (share: number): Rule => ({ ...rule, limit: rule.limit + share * (end - rule.limit) })
  if (!decides(at(0.999))) return null
  let [open, closed] = [0, 0.999]
  for (let k = 0; k < 30; k++) {
    const middle = (open + closed) / 2
    if (decides(at(middle))) closed = middle
    else open = middle
  }
  const { limit } = at(closed)
  const rounded = (rule.sense === 'at most' ? Math.ceil(limit * 1000) : Math.floor(limit * 1000)) / 1000
  return rounded > low && rounded < high ? rounded : limit
}
