import { evidenceHash } from '../../src/core/hash/index.ts'
import { visible } from '../../src/core/text/index.ts'
import type { Run } from '../../src/core/types/index.ts'
import { columns, padded } from '../columns.ts'
import { contextLines } from '../contextLines.ts'
import { headLine } from '../headLine.ts'
import { wrap } from '../wrap.ts'
import type { Block } from './block.ts'
import { measurementBlocks } from './index.ts'

/** Variants listed of each task. */
const MOST_VARIANTS = 5

/** A measure run for a terminal of `width` columns: what was measured, block by block, and that nothing was decided. */
export function terminalMeasured(run: Run, context: boolean, width: number): string {
  const { evidence, context: about } = run
  const rule = '='.repeat(width)
  const lines = [
    ...wrap(visible(headLine(evidence)), width, '  '),
    ...measurementBlocks(evidence, MOST_VARIANTS).flatMap((block) => terminalBlock(block, width)),
    ...(context ? ['', ...contextLines(about).flatMap((line) => wrap(visible(line), width, '  '))] : []),
    '',
    rule,
    `  MEASURED: ${visible(evidence.candidate.name)}`,
    ...evidence.gate.reasons.flatMap((reason) => wrap(`  - ${visible(reason)}`, width, '    ')),
    `  Evidence: ${evidenceHash(run)}`,
    rule,
  ]
  return `${lines.join('\n')}\n`
}

/** A block as lines of at most `width` characters: columns as wide as they need, a row that does not fit is wrapped. */
function terminalBlock({ heading, table, stacked, lines }: Block, width: number): string[] {
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
