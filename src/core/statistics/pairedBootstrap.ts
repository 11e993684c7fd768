import type { BootstrapInterval, BootstrapOptions } from './bootstrapInterval.ts'
import { bootstrapSettings } from './bootstrapSettings.ts'
import { mustBeFinite } from './checks.ts'
import { clusteredBootstrap } from './clusteredBootstrap.ts'

/**
 * Interval for a mean difference by resampling pairs: one difference for each independent unit. (Efron 1979.)
 * Throws `UsageError` on bad input and for fewer than two differences.
 */
export function pairedBootstrap(differences: readonly number[], options: BootstrapOptions): BootstrapInterval {
  mustBeFinite('pairedBootstrap', differences, 2)
  bootstrapSettings('pairedBootstrap', options) // says what is wrong with the options
  return clusteredBootstrap(differences, [...differences.keys()].map(String), options)
}
