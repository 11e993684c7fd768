import type { ClaimResult } from '../words/index.ts'
import { counted } from './counted.ts'
import { familyCulprit } from './familyCulprit.ts'

/** What to do about a claim's verdict, in one line; `null` where there is nothing to say. */
export function claimNext(result: ClaimResult): string | null {
  switch (result.verdict) {
    case 'pass':
      return null
    case 'fail':
      return familyCulprit(result)
    case 'inconclusive':
      return nextOfInconclusive(result)
    case 'not applicable':
      return 'accept a baseline: npx vitest-robustness baseline accept'
  }
}

/** A unit is a source, which is its own example unless the dataset groups them. */
function nextOfInconclusive({ spec, toDecide, units, examples, pool }: ClaimResult): string {
  if (toDecide === null) return 'no number of examples would decide it at the present estimate; set another limit'
  const general = spec.population === 'instructions'
  const noun = general ? 'instruction' : units === examples ? 'example' : 'source'
  const add = general ? 'add instructions' : 'add examples'
  const left = pool - units
  const more = `about ${counted(toDecide, `more ${noun}`)} would decide it at the present estimate`
  if (left <= 0) return `${more}, and the pool is used up: ${add}, or set a limit further from the estimate`
  if (toDecide <= left) return `${more}, and the pool holds ${left}: raise the budget of calls or of time`
  return `${more}, and the pool holds only ${left}: ${add}, or set a limit further from the estimate`
}
