import { visible } from '../../src/core/report/index.ts'
import { columns, padded } from '../columns.ts'
import { wrap } from '../wrap.ts'
import type { Block } from './block.ts'

/** A block as lines of at most `width` characters: columns as wide as they need, a row that does not fit is wrapped. */
export function terminalBlock({ heading, table, stacked, lines }: Block, width: number): string[] {
  const rows = table.map((row) => row.map(visible))
  const beside = stacked ? rows.map((row) => row.slice(1)) : rows
  const widths = beside[0]?.map((_, at) => Math.min(MOST, Math.max(...beside.map((row) => columns(row[at]!))))) ?? []
  const laid = beside.map((row) =>
    row
      .map((text, at) => padded(text, widths[at]!))
      .join('  ')
      .trimEnd(),
  )
  return [
    '',
    ...wrap(visible(heading), width, '  '),
    ...laid.flatMap((line, at) =>
      stacked ? stack(rows[at]![0]!, line, at, width) : wrap(`  ${line}`, width, '      '),
    ),
    ...lines.flatMap((line) => wrap(`  ${visible(line)}`, width, '    ')),
  ]
}

/** A column is not made wider for a longer text. */
const MOST = 30

/** A row whose long first column stands above the others; the head's has no line of its own. */
function stack(first: string, rest: string, at: number, width: number): string[] {
  const below = wrap(`      ${rest}`, width, '      ')
  return at === 0 ? below : wrap(`  ${first}`, width, '    ').concat(below)
}
