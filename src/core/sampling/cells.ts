import type { Cell, ClaimSpec, Observation, Role } from '../types/index.ts'
import { drawVariants } from './draw.ts'
import { sha256 } from '../hash/index.ts'

/** Whether a perturbed variant asks an example anything new. */
export type Applies = (example: string, variant: string) => boolean

/** Role -> its cells on one example: variants in the order of the draw, trials adjacent. */
export function cellsOf(
  spec: Pick<ClaimSpec, 'taskHash' | 'roles'>,
  example: string,
  applies?: Applies,
): Readonly<Record<string, readonly Cell[]>> {
  return Object.fromEntries(
    spec.roles.map((role) => {
      const usable = applies && role.perturbed && ((variant: string) => applies(example, variant))
      return [
        role.name,
        drawVariants(spec.taskHash, example, role.pool, role.draw, usable).flatMap((variant) =>
          Array.from({ length: role.trials }, (_, trial) => ({ example, variant, trial })),
        ),
      ]
    }),
  )
}

/** In a claim about instructions in general: the role that draws from many instructions asks the one that is the unit. */
export function narrowRole(role: Role, template: string): Role {
  return role.pool.length > 1 ? { ...role, pool: [template], draw: 1 } : role
}

/**
 * Whether a chain of asks ends here: the cell is known to score 0, so no later one can lower the least score of the
 * example. A cell that ended in an `error` may have been anything, so the chain goes on. `null`: a cell that is not to
 * be had.
 */
export function endsChain(observation: Observation | null): boolean {
  return observation === null || (observation.outcome !== 'error' && observation.score === 0)
}

/** By trial, of which there are few: this runs for every cell. */
const seeds: number[] = []

/**
 * The sampling seed of a trial: the same for both sides of a comparison, different for each trial. A 31-bit number. It
 * does not depend on the plan's seed, which only orders the examples: recorded answers serve every order.
 */
export function samplingSeed(trial: number): number {
  return (seeds[trial] ??= Number.parseInt(sha256(`trial ${trial}`).slice(0, 8), 16) & 0x7fffffff)
}

/** Cells of the full grid: every variant of every role, with its trials, on each of `examples` examples. */
export function gridSize(spec: Pick<ClaimSpec, 'roles'>, examples: number): number {
  const trials = new Map<string, number>()
  for (const role of spec.roles)
    for (const variant of role.pool) {
      const asked = `${role.release ?? ''}/${variant}`
      trials.set(asked, Math.max(role.trials, trials.get(asked) ?? 0))
    }
  return examples * trials.values().reduce((sum, count) => sum + count, 0)
}

/** Failing examples of a claim whose canonical prompt is asked once more, to see whether answers vary by themselves. */
export const MOST_REPEATS = 20

/** Most prompts asked to shrink the counterexamples of one claim over perturbations. */
export const MOST_SHRINKING = 64
