import { ruleOf } from '../../src/core/sequential/index.ts'
import type { Ask } from '../../src/engine/planUnits.ts'
import { baselineObservation, type BaselineLookup } from '../../src/runs/index.ts'
import type { Observation, ReleaseInfo, Task } from '../../src/core/types/index.ts'
import { claimUnits, fullMean } from './claimUnits.ts'
import type { GridObservations } from './gridObservations.ts'
import type { GridScores } from './meanRivals.ts'
import type { SeedClaim } from './gateOfSeed.ts'
import type { SuiteClaim, SuiteTask } from './suite.ts'

/** The cells of both sides: every cell from their grids, and the cells that were accepted with the baseline. */
export interface Sides {
  /** The candidate's grids, by task. */
  readonly candidate: ReadonlyMap<string, GridObservations>
  readonly baseline: ReadonlyMap<string, GridObservations>
  readonly accepted: { readonly lookup: BaselineLookup; readonly release: ReleaseInfo }
}

/** A claim on a candidate: what a gate sees of it, and the truth. */
export interface JudgedClaim extends SeedClaim {
  /** The mean over the full grid. */
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
    const units = claimUnits(spec, kind, task, asGated(task, sides), ({ cell }) => both('candidate').number(cell))
    const mean = fullMean(spec, kind, task, ({ side, cell }) => both(side).observe(cell))
    return { title, spec, task, rule: ruleOf(spec, { ...result, pool: units.size }), units, grid, mean }
  })
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
