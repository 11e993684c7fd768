import { placeInTable } from '../../core/table/index.ts'
import type { ClaimTrace } from '../../core/types/index.ts'
import type { Contrast } from './contrasts.ts'

/** The failing cells of a claim, as places in its table. */
export type FlipPlaces = Pick<ClaimTrace, 'flips' | 'roles'>

/** The most flips that are noted: a page lists fewer, and whoever wants them all steps through the claim again. */
const MOST_NOTED = 20_000

/** Makes an empty list of the failing cells among contrasts. */
export function flipPlaces(): {
  readonly add: (contrast: Contrast) => void
  readonly places: () => FlipPlaces | null
} {
  const flips: number[] = []
  const roles: [string, string][] = []
  let count = 0

  function roleNumber(before: string, after: string): number {
    const known = roles.findIndex((one) => one[0] === before && one[1] === after)
    return known === -1 ? roles.push([before, after]) - 1 : known
  }

  return {
    add({ before, after, failed }) {
      if (!failed || ++count > MOST_NOTED) return
      const was = before === null ? -1 : (placeInTable(before.observation) ?? -1)
      flips.push(placeInTable(after.observation)!, was, roleNumber(before?.role ?? 'gold', after.role))
    },
    places: () => (count > MOST_NOTED ? null : { flips, roles }),
  }
}
