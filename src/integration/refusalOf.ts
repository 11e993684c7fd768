import { isPlain, plannedCalls, undecidable } from '../core/planning/index.ts'
import type { ClaimSpec, Task } from '../core/words/index.ts'

/** A claim under its rule, with what it may ask. */
export interface Affordable {
  readonly spec: ClaimSpec
  readonly alpha: number
  /** K. */
  readonly claims: number
  readonly task: Task
  /** Groups in plan order. */
  readonly order: readonly string[]
  readonly maxCells: number
}

/**
 * Why a claim need not be asked at all: even perfect answers to all that it may ask would not let it pass. `null`
 * otherwise, and for claims with several hypotheses, tasks or releases, which find out as they go.
 */
export function refusalOf({ spec, alpha, claims, task, order, maxCells }: Affordable): string | null {
  if (spec.population === 'instructions') return tooFewInstructions({ spec, alpha, claims })
  if (!isPlain(spec) || task.examples.length === 0) return null
  const { range, limit, sense } = spec
  const rule = { range, limit, sense, alpha, claims }
  const groups = Map.groupBy(task.examples, ({ group }) => group)
  const units = order.filter((group) => groups.has(group))
  const tooFew = undecidable(rule, units.length)
  const fewest = tooFew === null ? (undecidable(rule, 0)?.units ?? 0) : 0
  const needed = units.slice(0, fewest).map((group) => groups.get(group)?.map(({ id }) => id) ?? [])
  const affordable = plannedCalls({ spec, units: needed, maxCells, baselineLacks: () => false }).units.length
  const open = tooFew ?? (affordable < needed.length ? undecidable(rule, affordable) : null)
  if (open === null) return null
  const cells = tooFew === null ? `, because maxCells is ${maxCells}` : ''
  const nearest = open.limit === null ? '' : `; a limit of ${Number(open.limit.toPrecision(4))} could be decided`
  return `nothing was asked: ${open.reason}${cells}${nearest} (npx vitest-robustness plan says more)`
}

/** Of a claim about instructions in general, whose units are instructions: more examples would not help. */
function tooFewInstructions({ spec, alpha, claims }: Pick<Affordable, 'spec' | 'alpha' | 'claims'>): string | null {
  const { range, limit, sense, roles } = spec
  const count = Math.max(...roles.map(({ pool }) => pool.length))
  const open = undecidable({ range, limit, sense, alpha, claims }, count)
  if (open === null) return null
  const needed = open.units === null ? 'no number of instructions is enough' : `it needs ${open.units} instructions`
  const nearest = open.limit === null ? '' : `; a limit of ${Number(open.limit.toPrecision(4))} could be decided`
  return (
    `nothing was asked: to pass a limit of ${limit} ${needed} even if every answer is perfect, and there are ${count}: ` +
    `with few instructions this is the limit${nearest}`
  )
}
