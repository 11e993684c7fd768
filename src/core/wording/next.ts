import { isBetter } from '../types/index.ts'
import { fewestInPool, recordedRule, unchangedValue } from '../sequential/index.ts'
import { counted, quote } from '../text/index.ts'
import type { ClaimResult, FamilyCount } from '../types/index.ts'
import { unitNoun } from './evidence.ts'
import { rangeGapNext } from './rangeGap.ts'

/** Says in one line what to do about a claim's verdict; `null` where there is nothing to do. */
export function claimNext(result: ClaimResult): string | null {
  switch (result.verdict) {
    case 'pass':
      return null
    case 'fail':
      return familyCulprit(result)
    case 'inconclusive':
      return unlockInWords(result) ?? moreInWords(result)
    case 'not applicable':
      return result.stopped === undefined ? `accept a baseline: ${ACCEPT}` : null
  }
}

const ACCEPT = 'npx vitest-robustness baseline accept'

/** Says what must change before more evidence helps; `null` where more of the same decides. */
function unlockInWords(result: ClaimResult): string | null {
  const { spec, pool, units, stopped, toDecide } = result
  if (stopped === 'mixed') return 'pin the release to one revision, so that one model answers the whole claim'
  if (toDecide === null && spec.population !== 'dataset') {
    const fewest = fewestInPool(recordedRule(result), unchangedValue(spec) ?? undefined)
    if (fewest === null) return 'set a limit that leaves some room to the end of the range'
    if (fewest > pool) {
      const more = counted(fewest - pool, `more ${nounOf(result)}`)
      return `add at least ${more}, or set a looser limit: npx vitest-robustness plan names the smallest that these can decide`
    }
  }
  if (stopped === 'missing') {
    const range = rangeGapNext(result.notes)
    if (range !== null) return range
    return spec.roles.some(({ side }) => side === 'both')
      ? `accept a baseline that holds these cells: ${ACCEPT}`
      : 'record the missing answers, and decide again'
  }
  if (units === 0) return 'no answer is in, so there is no estimate yet: remove what stopped it, and run again'
  return null
}

/** Says how much more of the same would decide it, and whether the pool holds as much. */
function moreInWords(result: ClaimResult): string {
  const { spec, units, pool } = result
  const toDecide = sourcesToDecide(result)
  const errors = result.outcomes.error ?? 0
  if (toDecide === null)
    return errors === 0
      ? `no number of ${nounOf(result)}s would decide it if the estimate holds; set another limit`
      : `no number of ${nounOf(result)}s would decide it if as many cells go on ending in an error (each counts against a pass ` +
          'and against a failure): run again once the model answers, or set another limit'
  const add = spec.population === 'instructions' ? 'add instructions' : 'add examples'
  const left = pool - units
  const often = spec.population === 'dataset' ? '' : result.horizons ? ' four times in five' : ' every second time'
  const more = `about ${counted(toDecide, `more ${nounOf(result)}`)} would decide it${often} if the estimate holds`
  if (left <= 0) return `${more}, and the pool is used up: ${add}, or set a limit further from the estimate`
  if (toDecide <= left) return `${more}, and the pool holds ${left}: raise the budget of calls or of time`
  return `${more}, and the pool holds only ${left}: ${add}, or set a limit further from the estimate`
}

/**
 * Returns the number of further units that would decide it, and never fewer than what any pass takes: where hardly a value
 * varies, the recorded estimate, which goes by the spread, may be below that.
 */
function sourcesToDecide(result: ClaimResult): number | null {
  const { spec, toDecide, estimate, units, pool } = result
  if (toDecide === null || estimate === null || spec.population === 'dataset') return toDecide
  const value = unchangedValue(spec)
  // A release that gains, and one on its way to a failure, may need fewer.
  if (isBetter(spec.sense, spec.limit, estimate) || (value !== null && isBetter(spec.sense, estimate, value)))
    return toDecide
  const fewest = fewestInPool(recordedRule(result), value ?? undefined)
  return fewest !== null && fewest > pool ? Math.max(toDecide, fewest - units) : toDecide
}

/**
 * Returns the name of a claim's unit. Before anything was asked it is not known whether examples share sources: then it is
 * the source.
 */
function nounOf(result: ClaimResult): string {
  const noun = unitNoun(result)
  return noun === 'example' && result.units === 0 ? 'independent source' : noun
}

/**
 * Returns the wording family that failed most often, against the rest: `6 of 40 answers under "imperative" wordings
 * flipped, 1 of 44 elsewhere (exploratory)`. `null` if nothing failed. Chosen by looking, so it is a hint and never a
 * claim.
 */
function familyCulprit({ families, spec }: Pick<ClaimResult, 'families' | 'spec'>): string | null {
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
