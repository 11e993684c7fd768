import { UsageError } from '../words/index.ts'
import { benjaminiHochberg } from './benjaminiHochberg.ts'
import { clopperPearson } from './clopperPearson.ts'
import { clusteredBootstrap } from './clusteredBootstrap.ts'
import { clusteredStandardError } from './clusteredStandardError.ts'
import { holm } from './holm.ts'
import { mcnemarExact } from './mcnemarExact.ts'
import { minimumDetectableEffect } from './minimumDetectableEffect.ts'
import { pairedBootstrap } from './pairedBootstrap.ts'
import { pairedPermutation } from './pairedPermutation.ts'
import { power } from './power.ts'
import { sampleSize } from './sampleSize.ts'
import { signTest } from './signTest.ts'
import { twoWayBootstrap } from './twoWayBootstrap.ts'
import { wilson } from './wilson.ts'

const FIXED = {
  benjaminiHochberg,
  clopperPearson,
  clusteredBootstrap,
  clusteredStandardError,
  holm,
  mcnemarExact,
  minimumDetectableEffect,
  pairedBootstrap,
  pairedPermutation,
  power,
  sampleSize,
  signTest,
  twoWayBootstrap,
  wilson,
} as const

/** How the data came about: a run, or its mode. */
export type Measured = 'gate' | 'measure' | { readonly evidence: { readonly mode: 'gate' | 'measure' } }

/**
 * Statistics for data of a size fixed beforehand: `companions(run).wilson(…)`. Throws `UsageError` unless the run
 * measured: a gate stops when the data look decisive, so that fixed-size errors do not hold.
 */
export function companions(of: Measured): typeof FIXED {
  const mode = typeof of === 'string' ? of : of.evidence.mode
  if (mode === 'measure') return FIXED
  throw new UsageError(
    `fixed-size statistics are refused on ${mode} data: a gate stops as soon as it can decide, so their error rates do ` +
      "not hold; use the claim's own bound, or a run in measure mode",
  )
}
