import { logUpperTail } from './binomial.ts'
import { normalCdf, normalQuantile } from './normal.ts'

/**
 * A bet against E[y] ≤ `mean` that is made for the end of so many `units`, fixed before the first of them: it is worth
 * 1/`level` there if the exact test of that level rejects, and nothing if it does not. `needed` is the least sum of values
 * 0 and 1 that the test rejects at, `level` its exact size, P(Bin(units, mean) ≥ needed).
 */
export interface Horizon {
  readonly units: number
  readonly mean: number
  readonly needed: number
  readonly level: number
}

/**
 * All that such a bet remembers of the values so far: plain JSON, of a fixed size.
 *
 * While every value is 0 or 1, the wealth is P(Bin(units − count, mean) ≥ needed − sum) / level: the chance that the test
 * will reject, given what was seen, over the chance that it had at first. It is a martingale where each value has the mean
 * `mean`, a supermartingale where it has less, and it rises with every value.
 *
 * The first value between 0 and 1 is still bet on as that wealth would bet, linearly between its values at 0 and at 1. From
 * then on the bet hedges as if the sum were a Brownian motion: to be worth 1/level with a chance of q it stakes
 * λ = φ(z) / (q · σ · √(units left)) with z = Φ⁻¹(q), q = level · wealth, σ estimated from the values before (in the spirit
 * of STaR bets, 2025). Each stake is 1/(s + mean) for a shift s of a fixed ladder, so that one sum, and how often each shift
 * was used, give the wealth against every other mean too. It rises and falls with the latest value, but the stakes depend
 * on the values before: it is not monotone in those.
 */
export interface HorizonBet {
  readonly count: number
  /** Sum of all values, and of their squares. */
  readonly sum: number
  readonly squares: number
  /** Natural logarithm of the wealth against the horizon's mean. */
  readonly log: number
  /** Once a value between 0 and 1 was seen: what was seen before it, the value, and the bets since. */
  readonly hedge?: {
    readonly count: number
    readonly sum: number
    readonly value: number
    /** Σ ln(s + y) over the bets since. */
    readonly gains: number
    /** The number of times that each shift of the ladder was used, by rung; most never are. */
    readonly used: readonly Used[]
  }
}

/** The number of times that one rung of the ladder was used. */
interface Used {
  readonly rung: number
  readonly times: number
}

/** The bet before the first value. */
export const NOTHING_SEEN: HorizonBet = { count: 0, sum: 0, squares: 0, log: 0 }

/** Logarithm of a wealth that is lost: a plain number, because infinity is no JSON. */
const LOST = -1000
/** The largest share of the capital that one stake risks. */
export const MOST_AT_RISK = 0.9
/** The highest chance of success that a hedge reckons with, since Φ⁻¹(1) is infinite. */
const SUREST = 1 - 1e-9
/** Shifts of the ladder for each doubling, and its ends, as powers of 2. Beyond the upper end nothing is staked. */
const RUNGS = 8
const [LEAST_POWER, MOST_POWER] = [-16, 14]

/**
 * Chooses the test for the end of `units` whose size is nearest to `wanted`, among those of at most `most`; `null` where
 * even nothing but ones would not reject at that level, or only at one too small to be a number above 0.
 */
export function horizonFor(units: number, mean: number, wanted: number, most: number): Horizon | null {
  const size = (needed: number): number => Math.exp(logUpperTail(needed, units, mean))
  if (units < 1 || mean <= 0 || mean >= 1 || size(units) > most) return null
  let [above, needed] = [-1, units]
  while (needed - above > 1) {
    const middle = Math.floor((above + needed) / 2)
    if (size(middle) <= most) needed = middle
    else above = middle
  }
  while (needed < units && Math.abs(size(needed + 1) - wanted) <= Math.abs(size(needed) - wanted)) needed += 1
  const level = size(needed)
  return level > 0 ? { units, mean, needed, level } : null
}

/** Returns the bet after one more value y in [0, 1]; after the last unit of the horizon it stays as it is. */
export function betOnHorizon(bet: HorizonBet, y: number, horizon: Horizon): HorizonBet {
  const { count, sum, squares } = bet
  if (count >= horizon.units) return bet
  const seen = { count: count + 1, sum: sum + y, squares: squares + y * y }
  const { hedge } = bet
  if (hedge === undefined && (y === 0 || y === 1)) {
    return { ...seen, log: Math.max(LOST, exactLog(seen.count, seen.sum, horizon, horizon.mean)) }
  }
  if (hedge === undefined) {
    const first = { count, sum, value: y, gains: 0, used: [] }
    return { ...seen, log: Math.max(LOST, firstLog(first, horizon, horizon.mean)), hedge: first }
  }
  const rung = rungOf(bet, horizon)
  if (rung === null) return { ...seen, log: bet.log, hedge }
  const shift = shiftOf(rung)
  const gain = Math.log(shift + y)
  return {
    ...seen,
    log: Math.max(LOST, bet.log + gain - Math.log(shift + horizon.mean)),
    hedge: { ...hedge, gains: hedge.gains + gain, used: usedOnceMore(hedge.used, rung) },
  }
}

function usedOnceMore(used: readonly Used[], rung: number): readonly Used[] {
  const at = used.findIndex((one) => one.rung >= rung)
  const known = used[at]
  if (known?.rung === rung) return used.with(at, { rung, times: known.times + 1 })
  return used.toSpliced(at === -1 ? used.length : at, 0, { rung, times: 1 })
}

/** Natural logarithm of the wealth that the same bets won against E[y] ≤ `mean`: at the horizon's own mean, `bet.log`. */
export function logHorizon(bet: HorizonBet, horizon: Horizon, mean: number): number {
  if (mean === horizon.mean) return bet.log
  if (mean <= 0) return bet.sum > 0 ? Infinity : 0
  const { hedge } = bet
  if (hedge === undefined) return Math.max(LOST, exactLog(bet.count, bet.sum, horizon, mean))
  let log = firstLog(hedge, horizon, mean) + hedge.gains
  for (const { rung, times } of hedge.used) log -= times * Math.log(shiftOf(rung) + mean)
  return Math.max(LOST, log)
}

/** ln of the chance that the test rejects given the sum of so many values, over the chance that it had at first. */
function exactLog(count: number, sum: number, { units, needed, level, mean: own }: Horizon, mean: number): number {
  const first = mean === own ? Math.log(level) : logUpperTail(needed, units, mean)
  return logUpperTail(needed - sum, units - count, mean) - first
}

/** Returns the wealth after the first value between 0 and 1. */
function firstLog({ count, sum, value }: NonNullable<HorizonBet['hedge']>, horizon: Horizon, mean: number): number {
  const [low, high] = [exactLog(count + 1, sum, horizon, mean), exactLog(count + 1, sum + 1, horizon, mean)]
  return high === -Infinity ? -Infinity : high + Math.log(value + (1 - value) * Math.exp(low - high))
}

/**
 * Returns the logarithm of the wealth after `total` units, if those to come look like those seen. Of values 0 and 1 it is
 * exact; elsewhere the hedge is taken for the Brownian motion that it follows.
 */
export function projectHorizon(bet: HorizonBet, horizon: Horizon, total: number): number {
  const { units, mean, level } = horizon
  const { count, sum, log, hedge } = bet
  const end = Math.min(total, units)
  if (count === 0 || end <= count) return log
  if (hedge === undefined) {
    return Math.max(LOST, exactLog(end, Math.min(end, Math.round((sum / count) * end)), horizon, mean))
  }
  const chance = chanceOf(log, level)
  const reach = normalQuantile(chance) * Math.sqrt(units - count) + edgeOf(bet, mean) * (end - count)
  const later = end < units ? normalCdf(reach / Math.sqrt(units - end)) : reach >= 0 ? 1 : 0
  return Math.max(LOST, Math.log(later) - Math.log(level))
}

/** Returns the chance of success that a hedge reckons with; a bet that has lost all has none, at whatever level. */
function chanceOf(log: number, level: number): number {
  const wealth = Math.exp(log)
  return wealth === 0 ? 0 : Math.min(SUREST, level * wealth)
}

/** Returns the distance of the values' mean above `mean`, in standard deviations of one value. */
export function edgeOf(bet: Pick<HorizonBet, 'count' | 'sum' | 'squares'>, mean: number): number {
  return (bet.sum / bet.count - mean) / deviationOf(bet, mean)
}

/**
 * Returns the standard deviation of the values seen, with one value more of the widest spread that the mean allows, so that
 * the first stakes are not the boldest.
 */
function deviationOf({ count, sum, squares }: Pick<HorizonBet, 'count' | 'sum' | 'squares'>, mean: number): number {
  const spread = count === 0 ? 0 : Math.max(0, squares - (sum * sum) / count)
  return Math.sqrt((mean * (1 - mean) + spread) / (count + 1))
}

/** The powers of 2 by eighths, one for each rung, written out because a power has another last digit in Node 22 than in Node 26. */
// prettier-ignore
const EIGHTHS = [
  1, 1.0905077326652577, 1.189207115002721, 1.2968395546510096,
  Math.SQRT2, 1.5422108254079407, 1.681792830507429, 1.8340080864093424,
]

/** Powers of 2, the shifts that a hedge may stake with. */
const LADDER: readonly number[] = Array.from(
  { length: (MOST_POWER - LEAST_POWER) * RUNGS + 1 },
  (_, rung) => 2 ** (LEAST_POWER + Math.floor(rung / RUNGS)) * EIGHTHS[rung % RUNGS]!,
)

function shiftOf(rung: number): number {
  return LADDER[rung]!
}

/** Returns the rung of the shift that the hedge stakes with on the next unit; `null`: nothing is staked. */
function rungOf(bet: HorizonBet, { units, mean, level }: Horizon): number | null {
  const { count, log } = bet
  const chance = chanceOf(log, level)
  if (chance <= 0) return null
  const z = normalQuantile(chance)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const stake = Math.min(density / (chance * deviationOf(bet, mean) * Math.sqrt(units - count)), MOST_AT_RISK / mean)
  const rung = Math.round(RUNGS * (Math.log2(1 / stake - mean) - LEAST_POWER))
  return rung >= LADDER.length ? null : Math.max(0, rung)
}
