import { meanInterval, toolsFor } from '../measure/index.ts'
import { companions } from '../statistics/index.ts'
import type { MeasuredInterval } from '../types/index.ts'

/** A difference of two, estimated from units that are independent of each other. */
export interface Difference {
  /** The mean over units. */
  readonly estimate: number
  /** A 95% bootstrap interval over units; `null` where there is none. */
  readonly interval: MeasuredInterval | null
  /** The reason why there is no interval. */
  readonly reason?: string
  /** True where all units have the same difference: there is no interval, and the sign test alone decides. */
  readonly isConstant?: true
  readonly units: number
  /** The units in which the difference is above 0, and below. */
  readonly above: number
  readonly below: number
  /** Two-sided p-value of the exact sign test over units. */
  readonly pValue: number
}

/** A difference among several that were looked at together. */
export interface Contrast extends Difference {
  /** The p-value after Holm's correction for all that were looked at together. */
  readonly adjusted: number
  /** Established: the corrected sign test rejects "no difference" at 5%, and the interval, if any, excludes it on the same side. */
  readonly isEstablished: boolean
}

/** A model's loss on unseen instructions: its mean on the seen ones minus that on the unseen ones. */
export interface ReleaseGap extends Contrast {
  /** The model's place among those compared. */
  readonly release: number
  /** Means over data sets that have both kinds. */
  readonly seen: number
  readonly unseen: number
}

/** The level of the sign tests, whose family-wise error it bounds. */
export const CONTRAST_ALPHA = 0.05

/**
 * The least number of units with an interval of tables. Of five, even the range from the least to the greatest covers the
 * median in only 94%, and no sign test can reach 5%.
 */
const FEWEST_UNITS = 6

/** Sums of scores that are equal but for rounding are equal. */
const ROUNDING = 1e-9

/**
 * The mean of one difference for each independent unit, with the exact sign test and, unless `interval` is given, a bootstrap
 * over units. `name` seeds the bootstrap, so that the same data give the same interval.
 */
export function differenceOf(
  values: readonly number[],
  name: string,
  given?: { readonly interval: MeasuredInterval | null; readonly reason?: string },
): Difference {
  const above = values.reduce((count, value) => count + (value > ROUNDING ? 1 : 0), 0)
  const below = values.reduce((count, value) => count + (value < -ROUNDING ? 1 : 0), 0)
  const estimate = values.reduce((sum, value) => sum + value, 0) / values.length
  const pValue = companions('measure').mcnemarExact(above, below)
  const shown = given ?? intervalOverUnits(values, name)
  const constant = values.length >= FEWEST_UNITS && isSame(values) && { isConstant: true as const }
  return { estimate, ...shown, ...constant, units: values.length, above, below, pValue }
}

/** Says which differences of those that were looked at together are established. In the order given. */
export function contrastsOf<Given extends Difference>(differences: readonly Given[]): (Given & Contrast)[] {
  const adjusted = companions('measure').holm(differences.map(({ pValue }) => pValue))
  return differences.map((one, at) =>
    Object.assign({}, one, {
      adjusted: adjusted[at]!,
      isEstablished: adjusted[at]! <= CONTRAST_ALPHA && excludesZero(one),
    }),
  )
}

/** A 95% bootstrap interval of a mean over units, or the reason why there is none. */
export function intervalOverUnits(values: readonly number[], name: string): Pick<Difference, 'interval' | 'reason'> {
  if (values.length < FEWEST_UNITS)
    return { interval: null, reason: `fewer than ${FEWEST_UNITS}, which cannot show how they vary` }
  if (isSame(values)) return { interval: null, reason: 'none differs from another, so nothing shows how they vary' }
  const units = values.map((_, at) => String(at))
  return { interval: meanInterval(values, units, toolsFor('measure', { seed: '0', taskHash: name })) }
}

function isSame(values: readonly number[]): boolean {
  return values.every((value) => Math.abs(value - values[0]!) <= ROUNDING)
}

/** True where sign test and interval could both only be chance on the other side of 0. */
function excludesZero({ estimate, interval, above, below, isConstant }: Difference): boolean {
  // Every resample of equal differences has their mean, which is not 0.
  if (isConstant) return Math.abs(estimate) > ROUNDING
  if (interval === null) return false
  return estimate > 0 ? interval.low > 0 && above > below : interval.high < 0 && below > above
}
