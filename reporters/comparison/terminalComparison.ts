import type { ReleaseComparison } from '../../src/core/compare/index.ts'
import { counted, cut, visible } from '../../src/core/text/index.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { wrap } from '../common/wrap.ts'
import { basisLines, claimText, differenceLines, figureText } from './texts.ts'

const WIDTH = 80
/** Longest name of a release in a column. */
const NAME = 30

/** Releases side by side in 80 columns: a block a claim and a figure, a line a release, so that any number fits. */
export function terminalComparison(comparison: ReleaseComparison): string {
  const { releases, claims, figures, changes } = comparison
  const names = releases.map(({ name }) => cut(visible(name), NAME))
  const width = Math.max(...names.map((name) => Array.from(name).length))
  const row = (at: number, text: string): string[] =>
    wrap(`  ${padded(names[at] ?? '', width)}  ${visible(text)}`, WIDTH, '      ')
  const lines = [
    `Comparison of ${releases.length} releases. It decides nothing.`,
    ...releases.flatMap(({ from, cells }, at) => row(at, `${from}, ${counted(cells, 'cell')}`)),
    ...claims.flatMap(({ title, of }) =>
      ['', ...wrap(`Claim: ${visible(title)}`, WIDTH, '  ')].concat(of.flatMap((one, at) => row(at, claimText(one)))),
    ),
    ...figures.flatMap(({ task, figure, of, digits }) =>
      ['', ...wrap(visible(`${task}: ${figure}`), WIDTH, '  ')].concat(
        of.flatMap((one, at) => row(at, figureText(one, digits))),
      ),
    ),
    ...paragraph(basisLines(comparison)),
    ...(changes ? paragraph(differenceLines(comparison)) : []),
    ...(changes ? paragraph(comparisonLines({ ...changes, differences: [] })) : []),
  ]
  return `${lines.join('\n')}\n`
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - Array.from(text).length))
}

/** Lines of their own, after an empty one; nothing where there are none. */
function paragraph(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(visible(line), WIDTH, '  '))]
}
