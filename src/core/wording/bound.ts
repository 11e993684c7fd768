import { opposite, isBetter, restsOnUpper } from '../types/index.ts'
import { counted, formatBound, formatEstimate, formatLimit, visible } from '../text/index.ts'
import type { ArmResult, ClaimResult } from '../types/index.ts'

type Figures = Pick<ClaimResult, 'spec' | 'verdict' | 'interval' | 'arms'>

/**
 * Bound against limit in words: `flip rate at least 0.09, limit 0.05`. The bound is the one that the verdict rests on,
 * never the mean. Where one arm decided alone, its name stands before it.
 */
export function claimFigures(result: Figures): string {
  const arm = decidingArm(result)
  const what = statisticInWords(result)
  const { bound, limit } = boundAndLimit(result)
  return `${arm === null ? what : `${visible(arm.name)}: ${what}`} ${bound}, ${limit}`
}

/** Returns the statistic that the bound is of: that of a single arm, where one decided alone. */
export function statisticInWords(result: Figures): string {
  const { statistic, armStatistic } = result.spec
  return decidingArm(result) === null ? statistic : (armStatistic ?? statistic)
}

/**
 * Returns the parts of `claimFigures` that follow the statistic, for a column of their own: `at least 0.09` and `limit
 * 0.05`.
 */
export function boundAndLimit(result: Figures): { readonly bound: string; readonly limit: string } {
  return { bound: boundInWords(result), limit: limitInWords(result) }
}

/** Returns the bound that the verdict rests on, short enough for a table: `>= 0.09`, `<= 0.04`, `0.01..0.08`, or `-`. */
export function shortBound(result: Figures): string {
  if (result.verdict === 'not applicable') return '-'
  const { lower, upper } = ends(result)
  if (result.verdict === 'inconclusive') return `${lower}..${upper}`
  return restsOnUpper(result.spec.sense, result.verdict) ? `<= ${upper}` : `>= ${lower}`
}

/** `at least 0.09`: the side of the interval that decided; both sides where nothing did. */
function boundInWords(result: Figures): string {
  if (result.verdict === 'not applicable') return 'not measured'
  const { lower, upper } = ends(result)
  if (result.verdict === 'inconclusive') return `between ${lower} and ${upper}`
  return restsOnUpper(result.spec.sense, result.verdict) ? `at most ${upper}` : `at least ${lower}`
}

/** Both ends of the interval as they are printed, rounded outward. */
function ends(result: Figures): { readonly lower: string; readonly upper: string } {
  const { interval } = decidingArm(result) ?? result
  const { limit } = result.spec
  return { lower: formatBound(interval[0], 'down', limit), upper: formatBound(interval[1], 'up', limit) }
}

/** `limit 0.05`; of a claim that `.not` swapped, what it claims instead. */
function limitInWords({ spec }: Figures): string {
  const limit = formatLimit(spec.limit)
  return spec.negated ? `.not claims ${spec.sense} ${limit}` : `limit ${limit}`
}

/**
 * Returns the arm that alone decided a claim: the one that broke the limit, or, of a negated claim, the one that was shown
 * to. Of several it is the one whose bound is furthest from the limit. `null` where the verdict took every arm, or there is
 * none.
 */
export function decidingArm({ arms, spec, verdict }: Pick<ClaimResult, 'arms' | 'spec' | 'verdict'>): ArmResult | null {
  if (arms === undefined || verdict !== (spec.negated ? 'pass' : 'fail')) return null
  const upper = restsOnUpper(spec.sense, verdict)
  const further = (a: ArmResult, b: ArmResult) =>
    upper ? a.interval[1] - b.interval[1] : b.interval[0] - a.interval[0]
  return arms.filter((arm) => arm.verdict === verdict).toSorted(further)[0] ?? null
}

/**
 * Says how the arms of a claim ended, and the worst: `8 arms: 7 pass, 1 open; worst so far: instruction re-u07, estimate
 * 0.41`. `null` for a claim without arms. Which arm is worst was found by looking, so its estimate is a hint.
 */
export function armsInWords({ arms, spec }: Pick<ClaimResult, 'arms' | 'spec'>): string | null {
  if (arms === undefined || arms.length === 0) return null
  const verdicts = ['pass', 'fail', null] as const
  const counts = verdicts.map((verdict) => [verdict ?? 'open', arms.filter((arm) => arm.verdict === verdict).length])
  const ended = counts.filter(([, count]) => count !== 0).map(([verdict, count]) => `${count} ${verdict}`)
  const written = spec.negated ? opposite(spec.sense) : spec.sense
  const known = arms.flatMap(({ name, estimate }) => (estimate === null ? [] : [{ name, estimate }]))
  const worst = known.reduce<(typeof known)[number] | undefined>(
    (found, arm) => (found && !isBetter(written, found.estimate, arm.estimate) ? found : arm),
    undefined,
  )
  const named = worst ? `; worst so far: ${visible(worst.name)}, estimate ${formatEstimate(worst.estimate)}` : ''
  return `${counted(arms.length, 'arm')}: ${ended.join(', ')}${named}`
}
