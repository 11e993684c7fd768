import type { Rule } from '../sequential/index.ts'

/** The limit next to the rule's own, on the lenient side, that `decides`; rounded away from it; `null` where none does. */
export function nearestLimit(rule: Rule, decides: (rule: Rule) => boolean): number | null {
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
