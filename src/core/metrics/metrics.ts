import { accuracy } from './accuracy.ts'
import { answerEntropy } from './answerEntropy.ts'
import { average } from './average.ts'
import { combinedPerformance } from './combinedPerformance.ts'
import { consistency } from './consistency.ts'
import { dropRate } from './dropRate.ts'
import { estimatedQuantile } from './estimatedQuantile.ts'
import { exactMatch } from './exactMatch.ts'
import { fleissKappa } from './fleissKappa.ts'
import { flipRate } from './flipRate.ts'
import { maximum } from './maximum.ts'
import { microF1 } from './microF1.ts'
import { pairwiseAgreement } from './pairwiseAgreement.ts'
import { posix } from './posix.ts'
import { promptSensitivity } from './promptSensitivity.ts'
import { robustAccuracy } from './robustAccuracy.ts'
import { saturation } from './saturation.ts'
import { seenUnseenGap } from './seenUnseenGap.ts'
import { semevalMacroF1 } from './semevalMacroF1.ts'
import { sourceAccuracy } from './sourceAccuracy.ts'
import { spread } from './spread.ts'
import { tokenF1 } from './tokenF1.ts'
import { variantQuantile } from './variantQuantile.ts'
import { worstVariant } from './worstVariant.ts'

/**
 * The metrics that the package ships, by name. Each says what it is in `summary`, its least and greatest value in
 * `range`, and where its formula comes from in `source`.
 *
 * @example
 * metrics.flipRate.range // => [0, 1]
 * metrics.flipRate.better // => 'less'
 */
export const metrics = {
  accuracy,
  sourceAccuracy,
  average,
  maximum,
  worstVariant,
  robustAccuracy,
  spread,
  saturation,
  combinedPerformance,
  dropRate,
  flipRate,
  pairwiseAgreement,
  fleissKappa,
  answerEntropy,
  promptSensitivity,
  consistency,
  posix,
  seenUnseenGap,
  exactMatch,
  tokenF1,
  microF1,
  semevalMacroF1,
  lowQuantile: variantQuantile(0.05),
  median: variantQuantile(0.5),
  highQuantile: variantQuantile(0.95),
  estimatedLowQuantile: estimatedQuantile(0.05),
  estimatedMedian: estimatedQuantile(0.5),
  estimatedHighQuantile: estimatedQuantile(0.95),
} as const
