import { stableUnder } from './_internal/stableUnder.ts'

/** Claims that the release gives the same answer under these perturbations of the canonical prompt. */
export const toBeStableUnder = stableUnder({
  name: 'toBeStableUnder',
  summary: 'the answer stays under the perturbations that are named',
  first: 'perturbations',
  choose: (given) => given ?? [],
})
