import type { Cell, ClaimSpec } from '../words/index.ts'
import { drawVariants } from './drawVariants.ts'

/** Role -> its cells on one example: variants in the order of the draw, trials adjacent. */
export function cellsOf(spec: ClaimSpec, example: string): Readonly<Record<string, readonly Cell[]>> {
  return Object.fromEntries(
    spec.roles.map((role) => [
      role.name,
      drawVariants(spec.taskHash, example, role.pool, role.draw).flatMap((variant) =>
        Array.from({ length: role.trials }, (_, trial) => ({ example, variant, trial })),
      ),
    ]),
  )
}
