import { counted, fewestToPass, type Rule } from '../core/plan/index.ts'
import type { ClaimResult, Outcome } from '../core/words/index.ts'
import { figure, figureDown, figureUp } from './figure.ts'
import { nameIdentity } from './identities.ts'
import { failingShares, sayShare } from './outcomeShares.ts'
import type { Stop } from './stop.ts'

/** The figures that a reason names. */
export type Figures = Pick<
  ClaimResult,
  'spec' | 'verdict' | 'estimate' | 'interval' | 'units' | 'examples' | 'cells' | 'pool' | 'toDecide'
>

/** From this share on, cells without an answer are the story of a failure. */
const DOMINANT = 0.5

/** One sentence: why this verdict. */
export function reasonFor(figures: Figures, stop: Stop, rule: Rule, counts: Partial<Record<Outcome, number>>): string {
  const known = sayKnown(figures)
  if (figures.verdict === 'pass') return known
  const silent = failingShares(counts).find(({ share }) => share >= DOMINANT)
  if (figures.verdict === 'fail') return silent ? `${known}; ${sayShare(silent)}` : known
  return `${known}: ${sayStop(figures, stop)}${sayOutlook(figures, stop, rule)}`
}

/** e.g. `flip rate at least 0.09, limit 0.05 (84 examples, 252 cells)`. */
function sayKnown({ spec, verdict, interval, units, examples, cells }: Figures): string {
  const [low, high] = interval
  const upper = (verdict === 'pass') === (spec.sense === 'at most')
  const bound =
    verdict === 'inconclusive'
      ? `between ${figureDown(low)} and ${figureUp(high)}`
      : upper
        ? `at most ${figureUp(high)}`
        : `at least ${figureDown(low)}`
  const groups = units === examples ? '' : `${counted(units, 'group')}, `
  const seen = `(${groups}${counted(examples, 'example')}, ${counted(cells, 'cell')})`
  return units === 0
    ? `${spec.statistic} unknown, limit ${spec.limit} ${seen}`
    : `${spec.statistic} ${bound}, limit ${spec.limit} ${seen}`
}

function sayStop({ pool }: Figures, stop: Stop): string {
  switch (stop.why) {
    case 'decided':
      return 'the evidence was not enough'
    case 'exhausted':
      return pool === 0 ? 'the task has no examples' : `the pool of ${counted(pool, 'independent example')} is used up`
    case 'budget':
      return `the budget of ${counted(stop.maxCells, 'cell')} is used up`
    case 'aborted':
      return stop.message
    case 'missing': {
      const { side, cell } = stop.first
      const first = `example ${cell.example}, variant ${cell.variant}, trial ${cell.trial}`
      return `the ${side} has no answer for ${stop.missing} of the ${stop.of} cells of the next unit, the first being ${first}`
    }
    case 'mixed': {
      const { side, first, other } = stop.mixed
      return `the ${side} answered as ${nameIdentity(first)} and then as ${nameIdentity(other)}, and a mix of models is judged neither way`
    }
  }
}

/** What would help, where more evidence would. */
function sayOutlook({ estimate, toDecide, pool, spec }: Figures, stop: Stop, rule: Rule): string {
  if (stop.why === 'mixed') return ''
  const fewest = fewestToPass(rule)
  if (fewest === null)
    return `; no sample can show that the ${spec.statistic} is ${spec.sense} ${spec.limit}, the end of its range: leave it some room`
  if (stop.why === 'exhausted' && fewest > pool)
    return `; this limit needs at least ${fewest} even if every answer is perfect`
  if (estimate === null) return ''
  return toDecide === null
    ? `; at the present estimate of ${figure(estimate)} more of the same would not decide it`
    : `; about ${toDecide} more would decide it at the present estimate of ${figure(estimate)}`
}
