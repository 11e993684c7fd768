import { UsageError } from '../types/index.ts'

/** Throws `UsageError` unless `value` is strictly between 0 and 1: a confidence level, an α, a power. */
export function mustBeInside(where: string, name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new UsageError(`${where}: ${name} must lie between 0 and 1, got ${value}`)
}

/** Throws `UsageError` unless `value` is a whole number of at least `least`. */
export function mustBeCount(where: string, name: string, value: number, least = 0): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new UsageError(`${where}: ${name} must be a whole number from ${least} on, got ${value}`)
}

/** Throws `UsageError` unless there are at least `least` values, all finite. */
export function mustBeFinite(where: string, values: readonly number[], least = 1): void {
  if (values.length < least) {
    throw new UsageError(`${where}: needs at least ${least} ${least === 1 ? 'value' : 'values'}, got ${values.length}`)
  }
  const at = values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) throw new UsageError(`${where}: value ${at} is ${values[at]}`)
}

/** Throws `UsageError` unless every value is a p-value. */
export function mustBePValues(where: string, values: readonly number[]): void {
  const at = values.findIndex((value) => !(value >= 0 && value <= 1))
  if (at >= 0) throw new UsageError(`${where}: p-value ${at} is ${values[at]}, outside [0, 1]`)
}

/** Throws `UsageError` unless 0 ≤ successes ≤ trials, both whole, with at least one trial. */
export function mustBeProportion(where: string, successes: number, trials: number): void {
  mustBeCount(where, 'trials', trials, 1)
  mustBeCount(where, 'successes', successes)
  if (successes > trials) throw new UsageError(`${where}: ${successes} successes of ${trials} trials`)
}
