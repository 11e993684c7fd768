import { binomialCdf } from './binomialTail.ts'
import { mustBeCount } from './checks.ts'

/**
 * Two-sided p-value of the exact McNemar test: `gained` and `lost` are the discordant pairs of two releases on the same
 * units, each equally likely under the null hypothesis. 1 without any. (McNemar 1947; Fay 2010, The R Journal.)
 * Throws `UsageError` for anything but counts.
 */
export function mcnemarExact(gained: number, lost: number): number {
  mustBeCount('mcnemarExact', 'gained', gained)
  mustBeCount('mcnemarExact', 'lost', lost)
  return Math.min(1, 2 * binomialCdf(Math.min(gained, lost), gained + lost, 0.5))
}
