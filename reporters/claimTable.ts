import { cut, decidingArm, formatBound, formatLimit, visible } from '../src/core/report/index.ts'
import type { ClaimResult } from '../src/core/words/index.ts'
import { padded } from './columns.ts'
import { suiteOf } from './suiteOf.ts'

/** One claim's line in a table: texts without padding. */
export interface ClaimRow {
  readonly verdict: string
  readonly name: string
  /** `>= 0.09`, `<= 0.04`, `0.01..0.08`, or `-`. */
  readonly bound: string
  readonly limit: string
  /** Calls used, of the calls of the whole grid. */
  readonly calls: string
}

/** The figures of one claim, short enough for a table. */
export function claimRow(result: ClaimResult): ClaimRow {
  const { spec, verdict, cells, grid, title } = result
  return {
    verdict,
    name: `${spec.advisory ? 'advisory: ' : ''}${visible(suiteOf(title).name)}`,
    bound: shortBound(result),
    limit: formatLimit(spec.limit),
    calls: verdict === 'not applicable' ? '-' : `${cells}/${grid}`,
  }
}

function shortBound(result: ClaimResult): string {
  const { spec, verdict } = result
  const { interval } = decidingArm(result) ?? result
  if (verdict === 'not applicable') return '-'
  const lower = formatBound(interval[0], 'down', spec.limit)
  const upper = formatBound(interval[1], 'up', spec.limit)
  if (verdict === 'inconclusive') return `${lower}..${upper}`
  return (verdict === 'fail') === (spec.sense === 'at most') ? `>= ${lower}` : `<= ${upper}`
}

/** The claims as lines of at most `width` characters under their suites; `paint` colours a padded verdict. */
export function claimTable(
  claims: readonly ClaimResult[],
  width: number,
  paint: (verdict: string, padded: string) => string,
): string[] {
  if (claims.length === 0) return ['No claims.']
  const head = { verdict: 'verdict', name: 'claim', bound: 'bound', limit: 'limit', calls: 'calls/grid' }
  const rows = claims.map(claimRow)
  const widest = (pick: (row: ClaimRow) => string) => Math.max(...[head, ...rows].map((row) => pick(row).length))
  const sizes = [
    widest((row) => row.verdict),
    widest((row) => row.bound),
    widest((row) => row.limit),
    widest((row) => row.calls),
  ]
  const [verdicts = 0, bounds = 0, limits = 0, calls = 0] = sizes
  const names = Math.max(10, width - (verdicts + bounds + limits + calls) - 4 * GAP.length)
  const line = (row: ClaimRow) =>
    [
      paint(row.verdict, row.verdict.padEnd(verdicts)),
      padded(cut(row.name, names), names),
      row.bound.padStart(bounds),
      row.limit.padStart(limits),
      row.calls.padStart(calls),
    ].join(GAP)
  const lines = [line(head)]
  let suite = ''
  for (const [index, claim] of claims.entries()) {
    const own = suiteOf(claim.title).suite
    if (own !== suite) lines.push(cut(visible(own), width))
    suite = own
    lines.push(line(rows[index] ?? head))
  }
  return lines
}

const GAP = '  '
