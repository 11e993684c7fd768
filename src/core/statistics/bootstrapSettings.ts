import { mustBeCount, mustBeInside } from './checks.ts'
import type { BootstrapMethod, BootstrapOptions } from './bootstrapInterval.ts'

/** The options with their defaults. Throws `UsageError` for impossible ones. */
export function bootstrapSettings(where: string, options: BootstrapOptions): Required<BootstrapOptions> {
  const { seed, resamples = 10_000, level = 0.95, method = 'BCa' as BootstrapMethod } = options
  mustBeCount(where, 'resamples', resamples, 1)
  mustBeInside(where, 'level', level)
  return { seed, resamples, level, method }
}
