import type { ClaimResult } from '../words/index.ts'
import { decidingArm } from './decidingArm.ts'
import { formatBound } from './formatBound.ts'
import { formatLimit } from './formatLimit.ts'
import { visible } from './quote.ts'

/** Bound against limit in words: `flip rate at least 0.09, limit 0.05`; of an arm that decided alone its name before it. The bound that the verdict rests on, not the mean. */
export function claimFigures(result: ClaimResult): string {
  const arm = decidingArm(result)
  const { statistic, armStatistic } = result.spec
  const what = arm === null ? statistic : `${visible(arm.name)}: ${armStatistic ?? statistic}`
  return `${what} ${boundInWords(result, arm?.interval ?? result.interval)}, ${limitInWords(result)}`
}

/** `at least 0.09`: the side of the interval that decided; both sides where nothing did. */
function boundInWords({ spec, verdict }: ClaimResult, interval: ClaimResult['interval']): string {
  if (verdict === 'not applicable') return 'not measured'
  const lower = formatBound(interval[0], 'down', spec.limit)
  const upper = formatBound(interval[1], 'up', spec.limit)
  if (verdict === 'inconclusive') return `between ${lower} and ${upper}`
  const above = (verdict === 'fail') === (spec.sense === 'at most')
  return above ? `at least ${lower}` : `at most ${upper}`
}

/** `limit 0.05`; of a claim that `.not` swapped, what it claims instead. */
function limitInWords({ spec }: ClaimResult): string {
  const limit = formatLimit(spec.limit)
  return spec.negated ? `.not claims ${spec.sense} ${limit}` : `limit ${limit}`
}
