import { stableUnder, type StableOptions } from './stableUnder.ts'

/** Options of `toBeStableUnder`. */
export interface StableUnderOptions extends StableOptions {
  /** Names of perturbations; the matcher's first argument, where own ones and families may stand too. */
  readonly perturbations: readonly string[]
}

/** The release gives the same answer under these perturbations of the canonical prompt. */
export const toBeStableUnder = stableUnder<StableUnderOptions>({
  name: 'toBeStableUnder',
  summary: 'the answer stays under the perturbations that are named',
  first: 'perturbations',
  choose: (given) => given ?? [],
})
