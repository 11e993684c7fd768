import type { MixedIdentity } from './identities.ts'
import type { Ask } from './planUnits.ts'

/** Why the loop asked no further. */
export type Stop =
  | { readonly why: 'decided' }
  /** Every unit of the pool is in. */
  | { readonly why: 'exhausted' }
  /** The next unit would cost more cells than the claim may use. */
  | { readonly why: 'budget'; readonly maxCells: number }
  | { readonly why: 'aborted'; readonly message: string }
  /** A side lacks cells of the next unit: how many of how many, and the first. */
  | { readonly why: 'missing'; readonly first: Ask; readonly missing: number; readonly of: number }
  | { readonly why: 'mixed'; readonly mixed: MixedIdentity }
