import { evidenceHash, visible } from '../../src/core/report/index.ts'
import type { Run } from '../../src/core/words/index.ts'
import { contextLines } from '../contextLines.ts'
import { headLine } from '../headLine.ts'
import { wrap } from '../wrap.ts'
import { measurementBlocks } from './index.ts'
import { terminalBlock } from './terminalBlock.ts'

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
