import { cut, formatLimit, visible } from '../../src/core/text/index.ts'
import type { ClaimResult } from '../../src/core/types/index.ts'
import { notablyUnanswered, shortBound, verdictWord } from '../../src/core/wording/index.ts'
import { padded, wrap } from './wrap.ts'

/** A claim's line in a table: its texts without padding. */
export interface ClaimRow {
  readonly verdict: string
  readonly name: string
  /** `>= 0.09`, `<= 0.04`, `0.01..0.08`, or `-`. */
  readonly bound: string
  readonly limit: string
  /** The cells that the claim rests on, of those of the whole grid. */
  readonly cells: string
}

/** Writes the figures of one claim, short enough for a table. */
export function claimRow(result: ClaimResult): ClaimRow {
  const { spec, verdict, cells, grid, title } = result
  return {
    verdict: verdictWord(result),
    name: `${spec.advisory ? 'advisory: ' : ''}${visible(suiteOf(title).name)}`,
    bound: shortBound(result),
    limit: formatLimit(spec.limit),
    cells: verdict === 'not applicable' ? '-' : `${cells}/${grid}`,
  }
}

/** Writes the claims as lines of at most `width` characters under their suites; `paint` colours a padded verdict. */
export function claimTable(
  claims: readonly ClaimResult[],
  width: number,
  paint: (verdict: string, padded: string) => string,
): string[] {
  if (claims.length === 0) return ['No claims.']
  const head = { verdict: 'verdict', name: 'claim', bound: 'bound', limit: 'limit', cells: 'cells/grid' }
  const rows = claims.map(claimRow)
  const widest = (pick: (row: ClaimRow) => string) => Math.max(...[head, ...rows].map((row) => pick(row).length))
  const sizes = [
    widest((row) => row.verdict),
    widest((row) => row.bound),
    widest((row) => row.limit),
    widest((row) => row.cells),
  ]
  const [verdicts = 0, bounds = 0, limits = 0, cells = 0] = sizes
  const names = Math.max(10, width - (verdicts + bounds + limits + cells) - 4 * GAP.length)
  const line = (row: ClaimRow) =>
    [
      paint(row.verdict, row.verdict.padEnd(verdicts)),
      padded(cut(row.name, names), names),
      row.bound.padStart(bounds),
      row.limit.padStart(limits),
      row.cells.padStart(cells),
    ].join(GAP)
  const lines = [line(head)]
  let suite = ''
  for (const [index, claim] of claims.entries()) {
    const own = suiteOf(claim.title).suite
    if (own !== suite) lines.push(cut(visible(own), width))
    suite = own
    lines.push(line(rows[index] ?? head))
    // Of claims that did not pass the message below has it.
    const missing = claim.verdict === 'pass' ? notablyUnanswered(claim) : null
    if (missing !== null)
      lines.push(
        ...wrap(`${' '.repeat(verdicts)}${GAP}not answered: ${missing}`, width, ' '.repeat(verdicts + GAP.length)),
      )
  }
  return lines
}

const GAP = '  '

/** Splits a test's full name into its suites (empty where there are none) and its own name. */
export function suiteOf(title: string): { readonly suite: string; readonly name: string } {
  const at = title.lastIndexOf(' > ')
  return at === -1 ? { suite: '', name: title } : { suite: title.slice(0, at), name: title.slice(at + 3) }
}
