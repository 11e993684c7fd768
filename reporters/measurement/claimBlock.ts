import { counted, formatLimit } from '../../src/core/text/index.ts'
import type { ClaimMeasurement, ClaimResult, FixedFinding } from '../../src/core/types/index.ts'
import { figure, range, type Block } from './block.ts'

/** Shows the claims' statistics on measured cells, and which instruction moves them. */
export function claimBlock(measured: readonly ClaimMeasurement[], claims: readonly ClaimResult[]): Block {
  const rows = measured.filter(isMeasured).map(({ title, estimate, interval, finding, examples, influence }) => {
    const spec = claims.find((claim) => claim.title === title)?.spec
    const limit = spec ? `${spec.sense === 'at most' ? '<=' : '>='} ${formatLimit(spec.limit)}` : ''
    const [most] = influence
    const moved = most && most.estimate !== null ? `${most.variant}: ${figure(most.estimate)}` : ''
    return [title, figure(estimate), range(interval), limit, FINDING[finding], String(examples), moved]
  })
  const head = ['claim', 'estimate', 'interval', 'limit', 'finding', 'examples', 'most moved without']
  const without = Map.groupBy(
    measured.filter((claim) => !isMeasured(claim)),
    ({ reason = 'nothing was measured' }) => reason,
  )
  return {
    heading: 'claims on the measured cells: estimates with fixed-size intervals, no verdicts',
    table: rows.length === 0 ? [] : [head, ...rows],
    stacked: true,
    lines: [
      ...measured.flatMap(influenceLines),
      ...measured.flatMap(templateLines),
      ...[...without].map(
        ([reason, { length }]) => `${counted(length, 'claim')} without an estimate, because ${reason}`,
      ),
    ],
  }
}

const FINDING: Readonly<Record<FixedFinding, string>> = { holds: 'within', broken: 'beyond', open: 'open' }

/** Names instructions without which a claim looks different. */
function influenceLines({ title, finding, influence }: ClaimMeasurement): string[] {
  const changes = influence.filter((one) => one.estimate !== null && one.finding !== finding)
  const crosses = influence.filter((one) => one.crosses)
  return [
    ...(crosses.length === 0
      ? []
      : [`${title}: the estimate crosses the limit without ${names(crosses.map(({ variant }) => variant))}`]),
    ...(changes.length === 0
      ? []
      : [`${title}: the finding changes without ${names(changes.map(({ variant }) => variant))} (exploratory)`]),
  ]
}

/** Shows the same claim about instructions in general, which few instructions limit. */
function templateLines({ title, templates }: ClaimMeasurement): string[] {
  if (!templates) return []
  const { count, estimate, interval, needed } = templates
  const bounds = interval ? ` (${range(interval)})` : ''
  const limit =
    needed === null
      ? 'no number of instructions lets a gate pass it'
      : needed > count
        ? `a gate would need at least ${needed}: with only ${count} instructions this is the limit`
        : `a gate would need at least ${needed}`
  return [`${title}: of instructions in general ${figure(estimate)}${bounds} over ${count} of them; ${limit}`]
}

const MOST = 6

function names(variants: readonly string[]): string {
  const more = variants.length - MOST
  return `${variants.slice(0, MOST).join(', or ')}${more > 0 ? `, or ${counted(more, 'more', 'more')}` : ''}`
}

function isMeasured({ estimate }: ClaimMeasurement): boolean {
  return estimate !== null
}
