import type { Cell, ClaimSpec } from '../types/index.ts'
import { drawVariants } from './drawVariants.ts'

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
