import type { FigureRow, ReleaseComparison } from '../../src/core/compare/index.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { escapeMarkdown } from '../common/escapeMarkdown.ts'
import { basisLines, claimText, differenceLines, figureText } from './texts.ts'

/** The length at which a text in a table's cell is cut, in characters. */
const MOST = 300

/** Writes releases side by side as Markdown tables: claims × releases, and releases × figures for each task. */
export function markdownComparison(comparison: ReleaseComparison): string {
  const { releases, claims, figures, changes } = comparison
  const names = releases.map(({ name }) => escapeMarkdown(name, MOST))
  const tasks = [...new Set(figures.map(({ task }) => task))]
  const lines = [
    `## Comparison of ${releases.length} releases`,
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
    ...[
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
