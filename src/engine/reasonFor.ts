import { fewestInPool, type Rule } from '../core/plan/index.ts'
import { counted } from '../core/report/counted.ts'
import { decidingArm } from '../core/report/decidingArm.ts'
import type { ClaimResult, Outcome } from '../core/words/index.ts'
import { figure, figureDown, figureUp } from './figure.ts'
import { nameIdentity } from './identities.ts'
import { failingShares, sayShare } from './outcomeShares.ts'
import type { Stop } from './stop.ts'

/** The figures that a reason names. */
export type Figures = Pick<
  ClaimResult,
  'spec' | 'verdict' | 'estimate' | 'interval' | 'units' | 'examples' | 'cells' | 'pool' | 'arms'
>

/** From this share on, cells without an answer are the story of a failure. */
const DOMINANT = 0.5

/**
 * One sentence: why this verdict. Of a decided claim the bound and the limit; of an open one what stopped it, and what
 * stands in the way if that is not just more of the same (`toDecide` says how much more).
 */
export function reasonFor(figures: Figures, stop: Stop, rule: Rule, counts: Partial<Record<Outcome, number>>): string {
  if (figures.verdict === 'inconclusive') return sayStop(figures, stop) + sayObstacle(figures, stop, rule)
  const silent = failingShares(counts).find(({ share }) => share >= DOMINANT)
  return sayBound(figures) + (figures.verdict === 'fail' && silent ? `; ${sayShare(silent)}` : '')
}

/** e.g. `flip rate at least 0.09, limit 0.05 (84 examples, 252 cells)`; of an arm that decided alone, its name first. */
function sayBound(figures: Figures): string {
  const { spec, verdict, units, examples, cells } = figures
  const arm = decidingArm(figures)
  const [low, high] = arm?.interval ?? figures.interval
  const upper = (verdict === 'pass') === (spec.sense === 'at most')
  const bound = upper ? `at most ${figureUp(high)}` : `at least ${figureDown(low)}`
  const groups = units === examples ? '' : `${counted(units, 'group')}, `
  const seen = `${groups}${counted(examples, 'example')}, ${counted(cells, 'cell')}`
  const what = arm ? `${arm.name}: ${spec.armStatistic ?? spec.statistic}` : spec.statistic
  return `${what} ${bound}, limit ${spec.limit} (${seen})`
}

function sayStop({ pool, spec }: Figures, stop: Stop): string {
  switch (stop.why) {
    case 'decided':
      return 'the evidence was not enough'
    case 'exhausted':
      if (spec.population === 'instructions')
        return `all ${counted(pool, 'instruction')} were asked, and with so few this is the limit`
      return pool === 0 ? 'the task has no examples' : `the pool of ${counted(pool, 'independent source')} is used up`
    case 'budget':
      return `the budget of ${counted(stop.maxCells, 'cell')} is used up`
    case 'aborted':
      return stop.message
    case 'missing': {
      const { side, cell, release, task } = stop.first
      const who =
        (release === undefined ? `the ${side}` : `release ${release}`) + (task === undefined ? '' : ` on ${task}`)
      const first = `example ${cell.example}, variant ${cell.variant}, trial ${cell.trial}`
      return `${who} has no answer for ${stop.missing} of the ${stop.of} cells of the next unit, the first being ${first}`
    }
    case 'mixed': {
      const { side, first, other } = stop.mixed
      const who = side === 'candidate' || side === 'baseline' ? `the ${side}` : `release ${side}`
      return `${who} answered as ${nameIdentity(first)} and then as ${nameIdentity(other)}, and a mix of models is judged neither way`
    }
  }
}

/** Why more evidence of this kind may not be enough, or how far the estimate is from the limit. */
function sayObstacle({ estimate, pool, spec }: Figures, stop: Stop, rule: Rule): string {
  if (stop.why === 'mixed') return ''
  const fewest = fewestInPool(rule)
  if (fewest === null)
    return `; no sample can show that the ${spec.statistic} is ${spec.sense} ${spec.limit}, the end of its range: leave it some room`
  if (stop.why === 'exhausted' && fewest > pool)
    return `; to pass, this limit needs at least ${fewest} even if every answer is perfect`
  return estimate === null ? '' : `, with the estimate at ${figure(estimate)} and the limit at ${spec.limit}`
}
