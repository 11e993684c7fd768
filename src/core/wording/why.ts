import { holds, bestFirst, restsOnUpper } from '../types/index.ts'
import { fewestInPool, unchangedValue, type Rule } from '../sequential/index.ts'
import { counted, formatEstimate, formatLimit } from '../text/index.ts'
import type { Cell, ClaimResult, Identity, Outcome } from '../types/index.ts'
import { claimFigures, decidingArm } from './bound.ts'
import { claimSample, mostlyUnanswered } from './evidence.ts'

/** The reason why no more units of a claim were asked. */
export type Stop =
  | { readonly why: 'decided' }
  /** Every unit of the pool is in. */
  | { readonly why: 'exhausted' }
  /** The next unit would cost more cells than the claim may use. */
  | { readonly why: 'budget'; readonly maxCells: number }
  | { readonly why: 'aborted'; readonly message: string }
  /** A side lacks cells of the next unit: how many of how many, and the first. */
  | { readonly why: 'missing'; readonly first: MissingCell; readonly missing: number; readonly wanted: number }
  /** Two models answered as one; `side` is a role or the name of another release. */
  | { readonly why: 'mixed'; readonly side: string; readonly first: Identity; readonly other: Identity }

/** The reason why a claim against a baseline is not applicable while there is none. */
export const NO_BASELINE_YET = 'no baseline is accepted yet'

interface MissingCell {
  readonly side: 'candidate' | 'baseline'
  readonly cell: Cell
  readonly release?: string
  readonly task?: string
}

/** The figures that a reason names. */
type Figures = Pick<
  ClaimResult,
  'spec' | 'verdict' | 'estimate' | 'interval' | 'units' | 'examples' | 'cells' | 'pool' | 'arms'
>

/**
 * Returns the sentence that a result records as its reason. Of a decided claim it says the bound, the limit and what they
 * rest on; of an open one what stopped it, and what is in the way if more of the same is not enough (`toDecide` says how
 * much more).
 */
export function reasonFor(figures: Figures, stop: Stop, rule: Rule, counts: Partial<Record<Outcome, number>>): string {
  if (figures.verdict === 'inconclusive') return stopInWords(figures, stop) + obstacleInWords(figures, stop, rule)
  const silent = figures.verdict === 'fail' ? mostlyUnanswered(counts) : null
  return `${claimFigures(figures)} (${claimSample(figures)})${silent === null ? '' : `; ${silent}`}`
}

/**
 * Says in a report why a claim is open: the recorded reason, and, where the whole interval is beyond the limit, why that is
 * no failure yet.
 */
export function claimWhy(result: ClaimResult): string {
  const beyond = beyondInWords(result)
  return beyond === null ? result.reason : `${result.reason}. ${beyond}`
}

/**
 * Explains an open claim whose interval is beyond its limit; `null` for others. With one gating claim a bound beyond the
 * limit is a failure; with K of them a failure takes K times the evidence that a bound does.
 */
function beyondInWords(result: ClaimResult): string | null {
  const { verdict, stopped, spec, interval, alpha, alphaFail = alpha, claims } = result
  const beyond = !holds(spec.sense, bestFirst(spec.sense, interval)[0], spec.limit)
  if (verdict !== 'inconclusive' || !beyond || claims === 1 || stopped === 'mixed') return null
  const level = short(alphaFail)
  return (
    `The whole interval is beyond the limit, and still this is no failure: the interval holds at α = ${level}, while a ` +
    `failure is tested at α/K = ${level}/${claims} = ${short(alphaFail / claims)}, because ${claims} claims gate and each could be a false alarm`
  )
}

function short(level: number): string {
  return formatLimit(Number(level.toPrecision(3)))
}

function stopInWords({ pool, spec }: Pick<Figures, 'pool' | 'spec'>, stop: Stop): string {
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
      const next = spec.population === 'instructions' ? 'instruction' : 'source'
      return `${who} has no answer for ${stop.missing} of the ${stop.wanted} cells of the next ${next}, the first being ${first}`
    }
    case 'mixed': {
      const { side, first, other } = stop
      const who = side === 'candidate' || side === 'baseline' ? `the ${side}` : `release ${side}`
      return `${who} answered as ${nameIdentity(first)} and then as ${nameIdentity(other)}, and a mix of models is judged neither way`
    }
  }
}

/** Names who answered, e.g. `gpt-x at revision 2026-01-01, fingerprint fp_1`. */
export function nameIdentity({ model, revision, fingerprint, upstream }: Identity): string {
  const at = revision === null ? '' : ` at revision ${revision}`
  const mark = fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`
  return `${model}${at}${mark}${upstream === undefined ? '' : `, served by ${upstream}`}`
}

/**
 * Reads the stop back from the recorded reason of an open claim, for verification; `null` where the reason fits no stop that
 * `stopped` names. The sentence is the only record of what no observation shows: the budget, the message of whoever ended it,
 * the cells that had no answer.
 */
export function recordedStop(
  { reason, stopped, ...figures }: Figures & Pick<ClaimResult, 'reason' | 'stopped'>,
  rule: Rule,
): Exclude<Stop, { why: 'decided' | 'mixed' }> | null {
  if (stopped === 'exhausted') return { why: 'exhausted' }
  if (stopped === 'budget') {
    const maxCells = BUDGET.exec(reason)?.[1]
    return maxCells === undefined ? null : { why: 'budget', maxCells: Number(maxCells) }
  }
  if (stopped === 'aborted') {
    const message = withoutEnd(reason, obstacleInWords(figures, { why: 'aborted', message: '' }, rule))
    const isOther = BUDGET.test(reason) || MISSING.test(reason)
    return message === null || message === '' || isOther ? null : { why: 'aborted', message }
  }
  const named = stopped === 'missing' ? MISSING.exec(reason)?.groups : undefined
  if (named === undefined) return null
  const { side, release, task, missing, wanted, example = '', variant = '', trial } = named
  const first = {
    side: side === 'baseline' ? ('baseline' as const) : ('candidate' as const),
    cell: { example, variant, trial: Number(trial) },
    ...(release !== undefined && { release }),
    ...(task !== undefined && { task }),
  }
  return { why: 'missing', first, missing: Number(missing), wanted: Number(wanted) }
}

/** The sentences of `stopInWords` for a budget, and for cells without an answer. */
const BUDGET = /^the budget of (\d+) cells? is used up/
const MISSING =
  /^(?:the (?<side>candidate|baseline)|release (?<release>.+?))(?: on (?<task>.+?))? has no answer for (?<missing>\d+) of the (?<wanted>\d+) cells of the next (?:source|instruction), the first being example (?<example>.+?), variant (?<variant>.+?), trial (?<trial>\d+)/

function withoutEnd(text: string, end: string): string | null {
  return text.endsWith(end) ? text.slice(0, text.length - end.length) : null
}

/** Says why more evidence of this kind may not be enough, or how far the estimate is from the limit. */
function obstacleInWords({ estimate, pool, spec }: Figures, stop: Stop, rule: Rule): string {
  if (stop.why === 'mixed') return ''
  const unchanged = unchangedValue(spec)
  const fewest = fewestInPool(rule, unchanged ?? undefined)
  const limit = formatLimit(spec.limit)
  if (fewest === null)
    return `; no sample can show that the ${spec.statistic} is ${spec.sense} ${limit}, the end of its range: leave it some room`
  if (stop.why === 'exhausted' && fewest > pool)
    return unchanged === null
      ? `; to pass, this limit needs at least ${fewest} even if every answer is perfect`
      : `; a release that answers as the baseline did needs at least ${fewest} to pass this limit`
  return estimate === null
    ? ''
    : `, with the estimate at ${formatEstimate(estimate, spec.limit)} and the limit at ${limit}`
}

/** Returns the reason of a decided claim as release 0.1 recorded it: runs of that release are verified by it. */
export function reasonOfRelease01(figures: Figures, counts: Partial<Record<Outcome, number>>): string {
  const { spec, verdict, units, examples, cells } = figures
  const arm = decidingArm(figures)
  const [low, high] = arm?.interval ?? figures.interval
  const upper = restsOnUpper(spec.sense, verdict)
  const bound = upper
    ? `at most ${Math.ceil(high * 1e4 - 1e-6) / 1e4 + 0}`
    : `at least ${Math.floor(low * 1e4 + 1e-6) / 1e4 + 0}`
  const groups = units === examples ? '' : `${counted(units, 'group')}, `
  const what = arm ? `${arm.name}: ${spec.armStatistic ?? spec.statistic}` : spec.statistic
  const silent = verdict === 'fail' ? mostlyUnanswered(counts) : null
  return (
    `${what} ${bound}, limit ${spec.limit} (${groups}${counted(examples, 'example')}, ${counted(cells, 'cell')})` +
    (silent === null ? '' : `; ${silent}`)
  )
}
