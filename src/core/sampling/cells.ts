import { sha256 } from '../hash/index.ts'
import type { Cell, ClaimSpec, Observation, Role } from '../types/index.ts'
import { drawVariants } from './draw.ts'

/** An `Applies` says whether a perturbed variant changes anything on an example. */
export type Applies = (example: string, variant: string) => boolean

/** Returns, by role, the cells on one example: variants in the order of the draw, trials adjacent. */
export function cellsOf(
  spec: Pick<ClaimSpec, 'taskHash' | 'roles'>,
  example: string,
  applies?: Applies,
): Readonly<Record<string, readonly Cell[]>> {
  return Object.fromEntries(
    spec.roles.map((role) => {
      const usable = applies && role.perturbed && ((variant: string) => applies(example, variant))
      const cells: Cell[] = []
      for (const variant of drawVariants(spec.taskHash, example, role.pool, role.draw, usable))
        for (let trial = 0; trial < role.trials; trial++) cells.push({ example, variant, trial })
      return [role.name, cells]
    }),
  )
}

/**
 * Narrows the role that draws from many instructions to the one that is the unit, in a claim about instructions in general.
 */
export function narrowRole(role: Role, template: string): Role {
  return role.pool.length > 1 ? { ...role, pool: [template], draw: 1 } : role
}

/**
 * Says whether a chain of asks ends here: the cell is known to score 0, so no later one can lower the least score of the
 * example. A cell that ended in an `error` may have been anything, so the chain goes on. `null` is a cell that cannot be
 * asked.
 */
export function endsChain(observation: Observation | null): boolean {
  return observation === null || (observation.outcome !== 'error' && observation.score === 0)
}

/** The seeds are kept by trial, of which there are few, because this runs for every cell. */
const seeds: number[] = []

/**
 * Returns the sampling seed of a trial: the same for both sides of a comparison, different for each trial. It is a 31-bit
 * number. It does not depend on the plan's seed, which only orders the examples: recorded answers serve every order.
 */
export function samplingSeed(trial: number): number {
  return (seeds[trial] ??= Number.parseInt(sha256(`trial ${trial}`).slice(0, 8), 16) & 0x7fffffff)
}

/**
 * Returns the number of cells of the full grid: every variant of every role, with its trials, on each of `examples`
 * examples.
 */
export function gridSize(spec: Pick<ClaimSpec, 'roles'>, examples: number): number {
  const trials = new Map<string, number>()
  for (const role of spec.roles)
    for (const variant of role.pool) {
      const asked = `${role.release ?? ''}/${variant}`
      trials.set(asked, Math.max(role.trials, trials.get(asked) ?? 0))
    }
  return examples * trials.values().reduce((sum, count) => sum + count, 0)
}

/**
 * The number of failing examples of a claim whose canonical prompt is asked once more, to see whether answers vary by
 * themselves.
 */
export const MOST_REPEATS = 20

/** The most prompts asked to shrink the counterexamples of one claim over perturbations. */
export const MOST_SHRINKING = 64
