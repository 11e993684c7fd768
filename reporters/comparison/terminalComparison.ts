import type { ReleaseComparison } from '../../src/core/compare/index.ts'
import { counted, visible } from '../../src/core/text/index.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { wrap } from '../common/wrap.ts'
import {
  basisLines,
  claimText,
  differenceLines,
  figureText,
  gapLines,
  gapText,
  pairRows,
  partText,
  rankLines,
  rankSentence,
  shortNames,
} from './texts.ts'

const WIDTH = 80
/** The length from which the name of a release in a column is cut in the middle, in characters. */
const NAME = 30

/**
 * Writes releases side by side in 80 columns. Each claim and each figure is a block with a line for each release, so
 * that any number of releases fits.
 */
export function terminalComparison(comparison: ReleaseComparison): string {
  const { releases, claims, figures, changes, ranking, gaps = [] } = comparison
  const shown = figures.filter(({ isDetail }) => !isDetail)
  const names = shortNames(
    releases.map(({ name }) => visible(name)),
    NAME,
  )
  const width = Math.max(...names.map((name) => Array.from(name).length))
  const row = (at: number, text: string): string[] =>
    wrap(`  ${padded(names[at] ?? '', width)}  ${visible(text)}`, WIDTH, '      ')
  const details = new Set(figures.filter(({ isDetail }) => isDetail).map(({ task }) => task)).size
  const more =
    details === 0 ? [] : [`Figures of each of the ${counted(details, 'data set')}: --format markdown, html or json.`]
  const lines = [
    `Comparison of ${counted(releases.length, 'release')}. It decides nothing.`,
    ...releases.flatMap(({ from, cells }, at) => row(at, `${from}, ${counted(cells, 'cell')}`)),
    ...claims.flatMap(({ title, of: decided }) =>
      ['', ...wrap(`Claim: ${visible(title)}`, WIDTH, '  ')].concat(
        decided.flatMap((one, at) => row(at, claimText(one))),
      ),
    ),
    ...shown.flatMap(({ task, figure, of: values, digits }) =>
      ['', ...wrap(visible(`${task}: ${figure}`), WIDTH, '  ')].concat(
        values.flatMap((one, at) => row(at, figureText(one, digits))),
      ),
    ),
    ...(gaps.length === 0 ? [] : ['', 'Seen against unseen instructions']),
    ...gaps.flatMap((gap) => row(gap.release, gapText(gap))),
    ...(ranking?.parts ?? []).flatMap((part) =>
      ['', ...wrap(visible(`${partText(part)}: ranks`), WIDTH, '  ')].concat(
        part.ranks.length === 2
          ? pairRows(part, comparison).flatMap(([pair, difference, test, finding]) =>
              wrap(visible(`  ${pair} ${difference}; ${test}: ${finding}`), WIDTH, '      '),
            )
          : part.ranks.some(({ above }) => above.length > 0)
            ? part.ranks.flatMap((rank) => row(rank.release, rankSentence(rank, names)))
            : [`  no order of the ${part.ranks.length} is established`],
      ),
    ),
    ...paragraph([...gapLines(comparison), ...rankLines(comparison)]),
    ...paragraph(basisLines(comparison)),
    ...paragraph(more),
    ...(changes ? paragraph(differenceLines(comparison)) : []),
    ...(changes ? paragraph(comparisonLines({ ...changes, differences: [] })) : []),
  ]
  return `${lines.join('\n')}\n`
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - Array.from(text).length))
}

/** Puts an empty line before lines; nothing where there are none. */
function paragraph(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrap(visible(line), WIDTH, '  '))]
}
