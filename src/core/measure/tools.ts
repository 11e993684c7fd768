import { sha256 } from '../hash/index.ts'
import { companions, type BootstrapOptions, type Measured } from '../statistics/index.ts'
import type { MeasurePlan } from '../words/index.ts'

/** Confidence level of every interval of a measure run. */
export const LEVEL = 0.95
/** Bootstrap resamples: the ends of an interval then vary by about a hundredth of its width from seed to seed. */
const RESAMPLES = 2000

/** What intervals are made with. */
export interface Tools {
  readonly fixed: ReturnType<typeof companions>
  readonly bootstrap: BootstrapOptions
}

/** The fixed-size statistics with their settings, the same for the same plan. Throws `UsageError` for gate data. */
export function toolsFor(of: Measured, { seed, taskHash }: Pick<MeasurePlan, 'seed' | 'taskHash'>): Tools {
  const drawn = Number.parseInt(sha256(JSON.stringify(['bootstrap', seed, taskHash])).slice(0, 8), 16)
  return { fixed: companions(of), bootstrap: { seed: drawn, resamples: RESAMPLES, level: LEVEL } }
}
