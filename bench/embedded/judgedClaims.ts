import { ruleOf } from '../../src/core/sequential/index.ts'
import { decide } from '../../src/engine/index.ts'
import type { Ask } from '../../src/engine/planUnits.ts'
import { baselineObservation, type BaselineLookup } from '../../src/runs/index.ts'
import type {
  Cell,
  ClaimKind,
  ClaimResult,
  ClaimSpec,
  Observation,
  ReleaseInfo,
  Task,
  Verdict,
} from '../../src/core/types/index.ts'
import { armsOf, claimUnits, fullMean } from './claimUnits.ts'
import type { GridObservations } from './gridObservations.ts'
import type { GridScores } from './meanRivals.ts'
import type { Ended, RaceClaim, SeedClaim } from './gateOfSeed.ts'
import type { SuiteClaim, SuiteTask } from './suite.ts'

/** The cells of both sides: every cell from their grids, and the cells that were accepted with the baseline. */
export interface Sides {
  /** The candidate's grids, by task. */
  readonly candidate: ReadonlyMap<string, GridObservations>
  readonly baseline: ReadonlyMap<string, GridObservations>
  readonly accepted: { readonly lookup: BaselineLookup; readonly release: ReleaseInfo }
}

/** A claim on a candidate: what a gate sees of it, and the truth. */
export type JudgedClaim = (SeedClaim | RaceClaim) & Truth

interface Truth {
  /** The mean over the full grid, with arms that of the worst. */
  readonly mean: number
  /** The number of cells of the full grid. */
  readonly grid: number
}

/** Returns the observation that a gate gets for a cell: the candidate's answer, or the cell as the baseline holds it. */
export function asGated(task: Task, sides: Sides): (ask: Pick<Ask, 'side' | 'cell'>) => Observation {
  const examples = new Map(task.examples.map((example) => [example.id, example]))
  const { lookup, release } = sides.accepted
  return ({ side, cell }) => {
    if (side === 'candidate') return sides.candidate.get(task.name)!.observe(cell)
    const found = lookup(task.name, cell.example, cell.variant, cell.trial)
    if (!found) throw new Error(`the baseline lacks ${task.name}/${cell.example}/${cell.variant}: accept it again`)
    const { group, gold } = examples.get(cell.example)!
    return baselineObservation(found, { release, group, gold })
  }
}

/** Lists every claim of the suites on a candidate. */
export function judgedClaims(claims: readonly SuiteClaim[], sides: Sides): JudgedClaim[] {
  return claims.map(({ result, kind, task: { task } }) => {
    const { spec, title, grid } = result
    const both = (side: Ask['side']) => sides[side].get(task.name)!
    const gated = asGated(task, sides)
    const unitsOf = (own: ClaimSpec, ownKind: ClaimKind) =>
      claimUnits(own, ownKind, task, gated, ({ cell }) => both('candidate').number(cell))
    const meanOf = (own: ClaimSpec, ownKind: ClaimKind) =>
      fullMean(own, ownKind, task, ({ side, cell }) => both(side).observe(cell))
    if (spec.arms) {
      const arms = armsOf(spec, kind)
      const means = arms.map((arm) => meanOf(arm.spec, arm.kind))
      const mean = spec.sense === 'at least' ? Math.min(...means) : Math.max(...means)
      const race = (order: readonly string[]) =>
        decideOver({ result, kind, task }, order, gated, (cell) => both('candidate').number(cell))
      return { title, spec, task, grid, mean, arms: arms.map((arm) => unitsOf(arm.spec, arm.kind)), race }
    }
    const units = unitsOf(spec, kind)
    const rule = ruleOf(spec, { ...result, pool: units.size })
    return { title, spec, task, rule, units, grid, mean: meanOf(spec, kind) }
  })
}

/** Decides a claim in this order through `decide`, the loop that gates use. */
export async function decideOver(
  { result, kind, task }: { readonly result: ClaimResult; readonly kind: ClaimKind; readonly task: Task },
  order: readonly string[],
  observe: ReturnType<typeof asGated>,
  number: (cell: Cell) => number,
): Promise<Ended> {
  const cells = new Set<number>()
  const decision = await decide(result.spec, {
    ...result,
    kind,
    task,
    order,
    ask: async (side, cell) => {
      if (side === 'candidate') cells.add(number(cell))
      return observe({ side, cell })
    },
    concurrency: 1,
    maxCells: Infinity,
    signal: new AbortController().signal,
  })
  return { verdict: decision.result.verdict as Verdict, units: decision.result.units, cells }
}

/** Collects the scores of both grids, and the cells that the suites' floors are about. */
export function gridScores(tasks: readonly SuiteTask[], claims: readonly JudgedClaim[], sides: Sides): GridScores {
  const scores = { candidate: [] as number[], baseline: [] as number[] }
  const parts = tasks.map(({ task, variants }) => {
    const start = scores.candidate.length
    for (const { id: example } of task.examples)
      for (const variant of variants)
        for (const side of ['candidate', 'baseline'] as const)
          scores[side].push(sides[side].get(task.name)!.observe({ example, variant, trial: 0 }).score)
    const under = (wanted: readonly string[]) =>
      Array.from({ length: scores.candidate.length - start }, (_, at) => start + at).filter((at) =>
        wanted.includes(variants[(at - start) % variants.length]!),
      )
    const floor = claims.find(({ spec }) => spec.task === task.name && spec.kind === 'toStayAbove')
    if (!floor) throw new Error(`the suites claim no accuracy of ${task.name}`)
    return {
      name: task.name,
      all: under(variants),
      canonical: under([task.canonical]),
      floored: under(floor.spec.roles.flatMap(({ pool }) => pool)),
      floor: floor.spec.limit,
    }
  })
  const { candidate, baseline } = scores
  return { candidate: Float32Array.from(candidate), baseline: Float32Array.from(baseline), tasks: parts }
}
