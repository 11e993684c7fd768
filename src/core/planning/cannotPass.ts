import { fewestInPool, fewestToPass, passesAlike, START, step, unchangedValue, type Rule } from '../sequential/index.ts'
import { counted, formatLimit, limitOrMargin } from '../text/index.ts'
import { bestFirst, type ClaimKind, type ClaimSpec, type Undecidable } from '../types/index.ts'
import { armShape, armTables } from './arms.ts'
import { nearestLimit, unitsAlike, unitsToPass } from './decidable.ts'

/** A claim under its rule. */
export interface RuledClaim {
  readonly spec: ClaimSpec
  readonly kind: Pick<ClaimKind, 'value'>
  readonly rule: Rule
}

/** The word for a unit. */
export type UnitWord = 'independent source' | 'instruction'

/** Returns the word for the units of a claim. */
export function unitWord({ population }: Pick<ClaimSpec, 'population'>): UnitWord {
  return population === 'instructions' ? 'instruction' : 'independent source'
}

/** Says why a claim cannot pass with this many units whatever is answered; `null` if it can. */
export function cannotPass({ spec, kind, rule }: RuledClaim, units: number): Undecidable | null {
  const what = unitWord(spec)
  const never = undecidableArms(spec, kind, rule, units) ?? undecidable(rule, units, what)
  // A comparison with the baseline needs its sources for answers that do not differ, not for perfect ones.
  return never && (openUnchanged(spec, rule, units, what) ?? never)
}

/** Says whether even perfect answers of all `units` would leave the claim open; `null` if they would not. */
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

/** Returns the fewest units that can pass a claim: of the pool as it is where a budget ends before it, else of any pool. */
function fewestOf({ datasetSize, spans }: Rule, units: number): (rule: Rule) => number | null {
  if (datasetSize !== undefined) return fewestOfDataset
  return units < (spans?.at(-1)?.end ?? 0) ? fewestToPass : fewestInPool
}

/**
 * Returns the fewest units drawn without replacement: perfect values up to the one that decides, at the latest the last of
 * the dataset.
 */
function fewestOfDataset(rule: Rule): number {
  const [value] = bestFirst(rule.sense, rule.range)
  let state = START
  while (state.verdict === null && state.units < (rule.datasetSize ?? 0))
    state = step(state, { least: value, most: value }, rule)
  return state.units
}

/**
 * Finds what the arms of a claim take from each other, so that no answers could let all of them pass; `null` where that is
 * not so. Where comparisons come both ways, what is better for one is worse for the other, and the best answers show no
 * difference. Steps from one role to the next add up to the difference of the last and the first, which is at most 1.
 */
function undecidableArms(
  spec: ClaimSpec,
  kind: Pick<ClaimKind, 'value'>,
  rule: Rule,
  units: number,
): Undecidable | null {
  const [shape, tables] = [armShape(spec), armTables(spec, kind)]
  if (shape === null || tables === null || rule.arms?.wanted !== 'every') return null
  const { reads } = shape
  if (!tables.every(([none, first, second, both]) => none === 0 && both === 0 && first === -second!)) return null
  if (isMirrored(reads)) {
    const least = unitsAlike(rule)
    if (least !== null && least <= units) return null
    return {
      reason:
        `to pass, ${limitOrMargin(rule.limit)} needs ${least === null ? 'more than any number of sources' : counted(least, 'independent source')} ` +
        `even if no two of them ever differ, and ${units} can be asked`,
      limit: nearestLimit(rule, (other) => (unitsAlike(other) ?? Infinity) <= units),
      units: least,
    }
  }
  const steps = reads.length
  const [best] = bestFirst(rule.sense, [-1, 1])
  const each = best * rule.limit
  const sameWay = tables.every(([, first]) => first === tables[0]![1])
  if (steps < 2 || !sameWay || !isChain(reads) || each * steps < 1) return null
  const shared = [
    { value: best, weight: 1 / steps },
    { value: 0, weight: 1 - 1 / steps },
  ]
  return {
    reason: `${steps} steps of ${rule.sense} ${rule.limit} add up to ${Number((rule.limit * steps).toPrecision(4))}, and the whole range is 1`,
    limit: nearestLimit(rule, (other) => (unitsToPass(other, shared) ?? Infinity) <= units),
    units: null,
  }
}

function isMirrored(reads: readonly (readonly number[])[]): boolean {
  const known = new Set(reads.map(([a, b]) => `${a}/${b}`))
  return reads.every(([a, b]) => known.has(`${b}/${a}`))
}

function isChain(reads: readonly (readonly number[])[]): boolean {
  return (
    reads.every(([from], at) => at === 0 || from === reads[at - 1]![1]) &&
    new Set(reads.flat()).size === reads.length + 1
  )
}

/**
 * Says whether a claim that compares with the baseline would stay open even for a release that answers exactly as the
 * baseline did. A release that gains could pass with fewer units, but most releases that are shipped do not gain.
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
