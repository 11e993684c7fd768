import type { ClaimResult } from '../words/index.ts'
import { counted } from './counted.ts'
import { formatEstimate } from './formatEstimate.ts'
import { visible } from './quote.ts'

/**
 * How the arms of a claim ended, and the worst: `8 arms: 7 pass, 1 open; worst so far: instruction re-u07, estimate 0.41`.
 * `null` for a claim without arms. Which arm is worst was found by looking, so its estimate is a hint.
 */
export function armsInWords({ arms, spec }: Pick<ClaimResult, 'arms' | 'spec'>): string | null {
  if (arms === undefined || arms.length === 0) return null
  const verdicts = ['pass', 'fail', null] as const
  const counts = verdicts.map((verdict) => [verdict ?? 'open', arms.filter((arm) => arm.verdict === verdict).length])
  const ended = counts.filter(([, count]) => count !== 0).map(([verdict, count]) => `${count} ${verdict}`)
  const high = (spec.sense === 'at most') !== spec.negated
  const known = arms.flatMap(({ name, estimate }) => (estimate === null ? [] : [{ name, estimate }]))
  const [worst] = known.toSorted((a, b) => (high ? b.estimate - a.estimate : a.estimate - b.estimate))
  const named = worst ? `; worst so far: ${visible(worst.name)}, estimate ${formatEstimate(worst.estimate)}` : ''
  return `${counted(arms.length, 'arm')}: ${ended.join(', ')}${named}`
}
