import { UsageError } from '../words/index.ts'
import { benjaminiHochberg } from './benjaminiHochberg.ts'
import { clopperPearson } from './binomialTail.ts'
import { holm } from './holm.ts'
import { mcnemarExact } from './mcnemarExact.ts'
import { signTest } from './signTest.ts'

/** Statistics for data of a size fixed beforehand: for measure mode, after `assertMeasured`. */
export const companions = { assertMeasured, benjaminiHochberg, clopperPearson, holm, mcnemarExact, signTest } as const

/** Throws `UsageError` unless the run measured: a gate stops when the data look decisive, so fixed-size errors fail. */
function assertMeasured(mode: 'gate' | 'measure'): void {
  if (mode === 'measure') return
  throw new UsageError(
    'fixed-size statistics are refused on gate data: a gate stops as soon as it can decide, so their error rates do ' +
      "not hold; use the claim's own bound, or a run in measure mode",
  )
}
