import type { RunEvidence } from '../../src/core/types/index.ts'
import { escapeMarkdown } from '../escapeMarkdown.ts'
import type { MarkdownSize } from '../markdownSize.ts'
import { measurementBlocks } from './index.ts'

/** The measured figures as sections of the comment; nothing for other runs. */
export function markdownMeasured(evidence: RunEvidence, { rows, characters }: MarkdownSize): string[][] {
  const escaped = (text: string) => escapeMarkdown(text, characters)
  return measurementBlocks(evidence, rows).flatMap(({ heading, table, whole, lines }) => {
    const [head, ...others] = table
    const shown = others.slice(0, whole ? others.length : Math.max(MOST_ROWS, rows))
    const more = others.length > shown.length ? [`- and ${others.length - shown.length} more rows in run.json`] : []
    const laid = head
      ? [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...shown].map(
          (row, at) => `| ${row.map(at === 1 ? String : escaped).join(' | ')} |`,
        )
      : []
    return [
      [`### ${escaped(heading)}`],
      laid,
      [...lines.slice(0, 2 * rows).map((line) => `- ${escaped(line)}`), ...more],
    ]
  })
}

/** Rows of a table, but for that of the metrics, which is never cut. */
const MOST_ROWS = 27
