import type { ComparedFigure, ReleaseComparison } from '../../src/core/compare/index.ts'
import { counted, formatBound, formatChange, formatEstimate } from '../../src/core/text/index.ts'
import { claimFigures } from '../../src/core/wording/index.ts'

/**
 * Writes a value with its interval: `0.81 [0.78, 0.84]`; `-` where there is none. `digits` is the number of decimals,
 * where a metric sets it.
 */
export function figureText(figure: ComparedFigure | null, digits?: number): string {
  if (figure === null) return '-'
  const { value, interval } = figure
  if (digits !== undefined) {
    const bounds = interval ? ` [${interval.low.toFixed(digits)}, ${interval.high.toFixed(digits)}]` : ''
    return `${value.toFixed(digits)}${bounds}`
  }
  const bounds = interval ? ` [${formatBound(interval.low, 'down')}, ${formatBound(interval.high, 'up')}]` : ''
  return `${formatEstimate(value)}${bounds}`
}

/** Writes what one release shows of a claim: its verdict with the bound that it rests on. */
export function claimText(claim: ReleaseComparison['claims'][number]['of'][number]): string {
  if (claim === null) return 'has no such claim'
  if ('spec' in claim) {
    return claim.verdict === 'not applicable' ? claim.verdict : `${claim.verdict}: ${claimFigures(claim)}`
  }
  if (claim.verdict === undefined) return 'accepted without a gate'
  const range = claim.interval
    ? `, between ${formatBound(claim.interval[0], 'down')} and ${formatBound(claim.interval[1], 'up')}`
    : ''
  return `${claim.verdict}${range}`
}

/** Says what the figures rest on, and what they do not show. */
export function basisLines({ releases, figures, scoredBy, leftOut }: ReleaseComparison): string[] {
  const gaps = releases.filter(({ without }) => without > 0)
  const gates = releases.filter(({ from }) => from === 'gate run')
  const whole = figures.some((figure) => figure.of.some((one) => one?.interval))
  return [
    ...(scoredBy === undefined ? [] : [`Recorded logs scored by ${scoredBy}.`]),
    ...(whole
      ? [
          'Intervals: 95%, over independent sources, of a size fixed beforehand; side by side they are no test of a difference.',
        ]
      : []),
    ...gaps.map(
      ({ name, without }) => `${name}: ${counted(without, 'cell')} without a score left out, neither right nor wrong.`,
    ),
    ...(leftOut.length === 0 ? [] : [`Figures are over each release's own cells. ${leftOut.join(' ')}`]),
    ...(gates.length > 0
      ? [
          `${gates.map(({ name }) => name).join(', ')}: a gate's run stops where its data say, so the bounds of its claims alone hold.`,
        ]
      : []),
  ]
}

/** Writes the paired differences, a sentence each. */
export function differenceLines({ releases, differences = [] }: ReleaseComparison): string[] {
  const [before, now] = releases
  if (!before || !now) return []
  if (differences.length === 0) return [`${before.name} and ${now.name} share no cell, so nothing can be paired.`]
  return differences.map(({ task, cells, examples, sources, estimate, interval, reason }) => {
    const range = interval
      ? `95% interval ${formatBound(interval.low, 'down', 0)} to ${formatBound(interval.high, 'up', 0)}`
      : `no interval: ${reason ?? 'unknown'}`
    const basis =
      `${counted(cells, 'shared cell')} of ${counted(examples, 'example')}` +
      (sources === examples ? '' : `, ${counted(sources, 'source')}, each with the same weight`)
    return `${task}: ${now.name} scores ${formatChange(estimate)} against ${before.name} (${range}; ${basis}).`
  })
}
