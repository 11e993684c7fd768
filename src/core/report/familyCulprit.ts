import type { ClaimResult, FamilyCount } from '../words/index.ts'
import { counted } from './counted.ts'
import { quote } from './quote.ts'

/**
 * The wording family that failed most often, against the rest: `6 of 40 answers under "imperative" wordings flipped, 1
 * of 44 elsewhere (exploratory)`. `null` if nothing failed. Chosen by looking, so it is a hint and never a claim.
 */
export function familyCulprit({ families, spec }: Pick<ClaimResult, 'families' | 'spec'>): string | null {
  const failing = families.filter((family) => family.failed > 0)
  const enough = failing.filter((family) => family.asked >= FEWEST)
  const [worst] = (enough.length > 0 ? enough : failing).toSorted((a, b) => rate(b) - rate(a) || b.asked - a.asked)
  if (worst === undefined) return null
  const rest = families.filter((family) => family !== worst)
  const asked = rest.reduce((sum, family) => sum + family.asked, 0)
  const failed = rest.reduce((sum, family) => sum + family.failed, 0)
  const verb = spec.statistic.includes('flip') ? 'flipped' : 'failed'
  const here = `${worst.failed} of ${counted(worst.asked, 'answer')} under ${quote(worst.family)} wordings ${verb}`
  return `${here}${asked > 0 ? `, ${failed} of ${asked} elsewhere` : ''} (exploratory)`
}

/** A family asked less often than this is named only if no other failed. */
const FEWEST = 5

function rate(family: FamilyCount): number {
  return family.failed / family.asked
}
