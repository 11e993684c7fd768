import { stableUnder } from './_internal/stableUnder.ts'

/** The release gives the same answer under these perturbations of the canonical prompt. */
export const toBeStableUnder = stableUnder({
  name: 'toBeStableUnder',
  summary: 'the answer stays under the perturbations that are named',
  first: 'perturbations',
  choose: (given) => given ?? [],
})
