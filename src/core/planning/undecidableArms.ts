import type { Rule } from '../sequential/index.ts'
import { counted, limitOrMargin } from '../text/figures.ts'
import type { ClaimKind, ClaimSpec, Undecidable } from '../types/index.ts'
import { armShape } from './armShape.ts'
import { armTables } from './armTables.ts'
import { nearestLimit } from './nearestLimit.ts'
import { unitsAlike, unitsToPass } from './unitsToPass.ts'

/**
 * What the arms of a claim take from each other, so that no answers could let all of them pass; `null` where that is not
 * so. Where comparisons come both ways, what is better for one is worse for the other, and the best answers show no
 * difference. Steps from one role to the next add up to the difference of the last and the first, which is at most 1.
 */
export function undecidableArms(
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
  const each = rule.sense === 'at least' ? rule.limit : -rule.limit
  const sameWay = tables.every(([, first]) => first === tables[0]![1])
  if (steps < 2 || !sameWay || !isChain(reads) || each * steps < 1) return null
  const best = rule.sense === 'at least' ? 1 : -1
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
