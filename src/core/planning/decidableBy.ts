import { type Levels } from '../types/index.ts'
import { passesAlike, START, step, type Rule } from '../sequential/index.ts'
import { nearestLimit } from './nearestLimit.ts'

/** What a pool of so many sources can decide at best, each a limit; `null` where it can decide none. */
export interface DecidableBy {
  /** The least limit on a rate of errors or flips that passes if there is none. */
  readonly rate: number | null
  /** The least margin against the baseline that passes if no answer differs. */
  readonly margin: number | null
  /** The greatest limit on a rate that fails if every answer is wrong. */
  readonly failing: number | null
}

/**
 * The limits that a pool of so many independent sources, all of them asked, can decide if luck is at its best: others stay open
 * whatever is answered.
 */
export function decidableBy(sources: number, levels: Levels & Pick<Rule, 'claims'>): DecidableBy {
  if (sources === 0) return { rate: null, margin: null, failing: null }
  const spans = [{ start: 0, end: sources }]
  const rate: Rule = { ...levels, range: [0, 1], limit: 0, sense: 'at most', spans }
  const fails = (rule: Rule) => {
    let state = START
    while (state.verdict === null && state.units < sources) state = step(state, { least: 1, most: 1 }, rule)
    return state.verdict === 'fail'
  }
  // Seen from the other end of the range, so that the greatest limit is the nearest one to it.
  const failing = nearestLimit({ ...rate, limit: 1, sense: 'at least' }, ({ limit }) => fails({ ...rate, limit }))
  return {
    rate: nearestLimit(rate, (rule) => passesAlike(rule, 0, sources)),
    margin: nearestLimit({ ...rate, range: [-1, 1] }, (rule) => passesAlike(rule, 0, sources)),
    failing,
  }
}
