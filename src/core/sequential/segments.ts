import { logWealth, type Moments, type Tally } from '../statistics/index.ts'
import {
  betOnHorizon,
  edgeOf,
  horizonFor,
  logHorizon,
  NOTHING_SEEN,
  projectHorizon,
  type Horizon,
  type HorizonBet,
} from '../statistics/horizonBet.ts'
import { normalQuantile } from '../statistics/normal.ts'

/**
 * A `Span` is a stretch of units in plan order, from the `start`-th on and up to `end`, that were known before the first of
 * them was asked.
 */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * A `Segment` is one side's bet for the end of a span: it takes `weight` of the capital that there is when the span begins.
 */
export interface Segment {
  readonly weight: number
  /**
   * The test for the end of the span; `null` where not even values at the end of the range would be enough: then all
   * capital stays with the open mixture.
   */
  readonly horizon: Horizon | null
  readonly bet: HorizonBet
  /** The values seen before the span. */
  readonly before: Tally
  /** The logarithms of the capital, and of the open mixture's wealth, at the limit when the span begins. */
  readonly capital: number
  readonly open: number
}

/** The share of the capital that is wanted for the horizon, by the units up to it. `docs/decisions/0005` says why. */
const WANTED = { short: 0.7, long: 0.45, from: 2000 }
/** The most of the capital that a horizon may take. */
const MOST = 0.9
/** The greatest number of units that is looked for: more are as good as never. */
const MOST_UNITS = 1e7
/**
 * The longest span with a bet on its end. More units decide what can be decided without it, and the exact chances would
 * take longer than the rest.
 */
const LONGEST = 100_000

/**
 * Makes the bet for the end of a span, against a mean of at most `mean`, where the whole wealth is wanted to reach
 * 1/`level` and `capital` (a logarithm) has been reached already. The share of the capital is the size of the test over
 * what is needed, so that a rejection brings exactly the verdict: the size nearest to the wanted share, since few units
 * allow few sizes.
 */
export function beginSegment(
  { start, end }: Span,
  mean: number,
  level: number,
  now: { readonly tally: Tally; readonly capital: number },
): Segment {
  const needed = level * Math.exp(now.capital)
  const wanted = end - start < WANTED.from ? WANTED.short : WANTED.long
  const horizon =
    end - start > LONGEST || needed >= 1 ? null : horizonFor(end - start, mean, wanted * needed, MOST * needed)
  return {
    weight: horizon === null ? 0 : horizon.level / needed,
    horizon,
    bet: NOTHING_SEEN,
    before: now.tally,
    capital: now.capital,
    open: logWealth(now.tally, mean),
  }
}

/** Returns the segments after one more value: the last one bets on it. */
export function betOnSegments(segments: readonly Segment[], y: number): readonly Segment[] {
  const last = segments.at(-1)
  if (last === undefined || last.horizon === null) return segments
  return segments.with(segments.length - 1, { ...last, bet: betOnHorizon(last.bet, y, last.horizon) })
}

/**
 * Returns the logarithm of the whole wealth against a mean of at most `mean`. In each segment the capital that there was at
 * its start is divided: a part bets on the span's end, the rest is the open mixture's and grows as that does. Each share is
 * fixed before the values that it bets on, so the whole is a wealth like its parts (Ville).
 */
export function segmentedWealth(tally: Tally, segments: readonly Segment[], mean: number): number {
  const last = segments.at(-1)
  if (last === undefined) return logWealth(tally, mean)
  if (mean === last.horizon?.mean) return grown(last, logWealth(tally, mean) - last.open, last.bet.log) + last.capital
  // Units before the first span were the open mixture's alone.
  let open = logWealth(segments[0]!.before, mean)
  let capital = open
  for (const [at, segment] of segments.entries()) {
    const mixture = logWealth(segments[at + 1]?.before ?? tally, mean)
    const won = segment.horizon === null ? 0 : logHorizon(segment.bet, segment.horizon, mean)
    capital += grown(segment, mixture - open, won)
    open = mixture
  }
  return capital
}

/** Returns the logarithm of the wealth at the limit after `total` units, if those to come look like those seen. */
export function projectedWealth(tally: Tally, segments: readonly Segment[], mean: number, total: number): number {
  const { count, sums } = tally
  const mixture = logWealth({ count: total, sums: sums.map((sum) => (sum / count) * total) }, mean)
  const last = segments.at(-1)
  if (last === undefined) return mixture
  const won = last.horizon === null ? 0 : projectHorizon(last.bet, last.horizon, total - last.before.count)
  return grown(last, mixture - last.open, won) + last.capital
}

/** Returns the moments of the values that the bets on the ends of spans have seen. */
export function momentsOf(segments: readonly Segment[] = []): Moments {
  const sum = { count: 0, sum: 0, squares: 0 }
  for (const { bet } of segments) {
    sum.count += bet.count
    sum.sum += bet.sum
    sum.squares += bet.squares
  }
  return sum
}

/**
 * Computes how many more units a span that begins now would need, so that the bet on its end brings the verdict with a
 * chance of four in five if the values to come have the mean and the spread of those seen, by the normal approximation.
 * `needed` is the verdict's level times the wealth that there is. `null` where the values seen do not speak for it.
 */
export function unitsFourInFive(moments: Moments, mean: number, needed: number): number | null {
  const edge = moments.count === 0 ? 0 : edgeOf(moments, mean)
  if (edge <= 0) return null
  const unitsFor = (share: number) =>
    ((normalQuantile(Math.min(MOST, share * needed)) - normalQuantile(0.8)) / edge) ** 2
  const short = unitsFor(WANTED.short)
  const units = short < WANTED.from ? short : unitsFor(WANTED.long)
  return units > MOST_UNITS ? null : Math.max(1, Math.ceil(units))
}

/** Returns the logarithm of what a segment's capital has become. */
function grown({ weight }: Segment, mixture: number, horizon: number): number {
  if (weight === 0) return mixture
  const [a, b] = [Math.log1p(-weight) + mixture, Math.log(weight) + horizon]
  const most = Math.max(a, b)
  return most === Infinity ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most))
}
