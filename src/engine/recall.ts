import { endsChain } from '../core/plan/index.ts'
import type { Observation } from '../core/types/index.ts'
import type { Ask, PlannedUnit } from './planUnits.ts'

/**
 * What a unit rests on, taken from recorded observations as deciding would have asked it: a chain is followed to its
 * end and no further. By index into `asks`; `missing` are asks that should be there and are not.
 */
export function recall<T>(
  unit: PlannedUnit,
  find: (ask: Ask) => T | undefined,
  observed: (found: T) => Observation,
): { readonly found: readonly (T | undefined)[]; readonly missing: readonly Ask[] } {
  const found: (T | undefined)[] = unit.asks.map(() => undefined)
  const missing: Ask[] = []
  for (const chain of unit.chains) {
    for (const at of chain) {
      const ask = unit.asks[at]!
      const one = find(ask)
      if (one === undefined) missing.push(ask)
      else found[at] = one
      if (one === undefined || endsChain(observed(one))) break
    }
  }
  return { found, missing }
}
