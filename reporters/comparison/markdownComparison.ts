import type { FigureRow, RankedPart, ReleaseComparison, ReleaseGap } from '../../src/core/compare/index.ts'
import { counted } from '../../src/core/text/index.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { escapeMarkdown } from '../common/escapeMarkdown.ts'
import {
  basisLines,
  claimText,
  differenceLines,
  differenceText,
  figureText,
  findingText,
  gapLines,
  pairRows,
  partText,
  rankLines,
  rankText,
  testText,
} from './texts.ts'

/** The length at which a text in a table's cell is cut, in characters. */
const MOST = 300

/** Writes releases side by side as Markdown tables: claims × releases, and releases × figures for each task. */
export function markdownComparison(comparison: ReleaseComparison): string {
  const { releases, claims, figures, changes, ranking, gaps = [] } = comparison
  const names = releases.map(({ name }) => escapeMarkdown(name, MOST))
  const tasks = [...new Set(figures.map(({ task }) => task))]
  const lines = [
    `## Comparison of ${counted(releases.length, 'release')}`,
    '',
    'It decides nothing.',
    '',
    ...table(
      ['release', 'from', 'cells'],
      releases.map(({ from, cells }, at) => [names[at] ?? '', from, String(cells)]),
    ),
    ...(claims.length === 0
      ? []
      : table(
          ['claim', ...names],
          claims.map(({ title, of: decided }) =>
            [escapeMarkdown(title, MOST)].concat(decided.map((claim) => escapeMarkdown(claimText(claim), MOST))),
          ),
        )),
    ...tasks.flatMap((task) =>
      taskTable(
        task,
        figures.filter((row) => row.task === task),
        names,
      ),
    ),
    ...(gaps.length === 0 ? [] : gapTable(gaps, names)),
    ...(ranking?.parts ?? []).flatMap((part) => rankTable(part, names, comparison)),
    ...[
      ...gapLines(comparison),
      ...rankLines(comparison),
      ...basisLines(comparison),
      ...(changes ? differenceLines(comparison) : []),
      ...(changes ? comparisonLines({ ...changes, differences: [] }) : []),
    ].map((sentence) => `- ${escapeMarkdown(sentence, 10 * MOST)}`),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** Makes the table of releases × figures of one task. */
function taskTable(task: string, rows: readonly FigureRow[], names: readonly string[]): string[] {
  const figures = rows.map(({ figure }) => escapeMarkdown(figure, MOST))
  const lines = names.map((name, at) =>
    [name].concat(rows.map(({ of: values, digits }) => figureText(values[at] ?? null, digits))),
  )
  return [`### ${escapeMarkdown(task, MOST)}`, '', ...table(['release', ...figures], lines)]
}

/** Makes the table of what models lose on unseen instructions. */
function gapTable(gaps: readonly ReleaseGap[], names: readonly string[]): string[] {
  const rows = gaps.map((gap) => [
    names[gap.release] ?? '',
    gap.seen.toFixed(3),
    gap.unseen.toFixed(3),
    escapeMarkdown(differenceText(gap), MOST),
    escapeMarkdown(testText(gap, 'data sets'), MOST),
    findingText(gap),
  ])
  const head = ['release', 'seen', 'unseen', 'gap', 'exact sign test', 'finding']
  return ['### Seen against unseen instructions', '', ...table(head, rows)]
}

/** Makes the table of ranks on one part. */
function rankTable(part: RankedPart, names: readonly string[], comparison: ReleaseComparison): string[] {
  const heading = [`### Ranks: ${escapeMarkdown(partText(part), MOST)}`, '']
  if (part.ranks.length === 2) {
    const pairs = pairRows(part, comparison).map((row) => row.map((text) => escapeMarkdown(text, MOST)))
    return [...heading, ...table(['pair', 'mean difference', 'exact sign test', 'finding'], pairs)]
  }
  const listed = (places: readonly number[]) => places.map((place) => names[place] ?? '').join(', ')
  const rows = part.ranks.map((rank) => [
    rankText(rank),
    names[rank.release] ?? '',
    listed(rank.above),
    listed(rank.open),
  ])
  const head = ['rank', 'release', 'established above', 'not established against']
  return [...heading, ...table(head, rows)]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
