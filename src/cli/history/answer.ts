import { cut, visible } from '../../core/text/index.ts'
import type { HistoryFormat } from './historyOptions.ts'

/** A table: the first row heads it; cells of `right` columns are numbers. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The places of columns that are aligned to the right. */
  readonly right: readonly number[]
  /**
   * The way in which a line that is too long is shortened: columns by their place, one after another; or the first
   * column gets lines of its own.
   */
  readonly gives: readonly number[] | 'first above'
}

/** The answer to a question about the history, the same in every format. */
export interface Answer {
  /** Plain text of titles and figures: it may hold what users and models wrote. */
  readonly lead: readonly string[]
  readonly table: Table | null
  readonly notes: readonly string[]
  /** A picture for the terminal alone. It is never the only place of a figure. */
  readonly decoration?: string
  /** The plain data that `json` prints. */
  readonly data: unknown
}

/** The width of a terminal, in characters. */
const WIDTH = 80
/** The least width of a column that is shortened, in characters. */
const NARROW = 8

/** Writes an answer in a format, as text. */
export async function printAnswer(answer: Answer, format: HistoryFormat): Promise<string> {
  if (format === 'json') return `${JSON.stringify(answer.data, null, 2)}\n`
  return `${(format === 'markdown' ? await inMarkdown(answer) : inTerminal(answer)).join('\n')}\n`
}

function inTerminal({ lead, table, notes, decoration }: Answer): string[] {
  const paragraphs = [
    lead.flatMap((line) => wrapped(visible(line))),
    table === null || table.rows.length === 0 ? [] : columns(table),
    decoration === undefined ? [] : [decoration],
    notes.flatMap((line) => wrapped(visible(line))),
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .split('\n')
}

function columns({ head, rows, right, gives }: Table): string[] {
  if (gives === 'first above') {
    const [top = '', ...lines] = columns({
      head: head.with(0, ''),
      rows: rows.map((row) => row.with(0, '')),
      right,
      gives: [],
    })
    return [top, ...rows.flatMap(([title = ''], at) => [...wrapped(visible(title)), lines[at] ?? ''])]
  }
  const cells = [head, ...rows].map((row) => row.map((cell) => visible(cell)))
  const widths = head.map((_, at) => cells.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), 0))
  for (const at of gives) {
    const over = widths.reduce((sum, width) => sum + width + 2, -2) - WIDTH
    const width = widths[at] ?? 0
    if (over > 0) widths[at] = Math.max(Math.min(width, NARROW), width - over)
  }
  return cells.map((row) =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0
        const fitting = cut(cell, width)
        return right.includes(at) ? fitting.padStart(width) : fitting.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

async function inMarkdown({ lead, table, notes }: Answer): Promise<string[]> {
  const { escapeMarkdown } = await import('../../../reporters/common/escapeMarkdown.ts')
  const plain = (text: string) => escapeMarkdown(text, 500)
  const line = (row: readonly string[]) => `| ${row.map(plain).join(' | ')} |`
  const bars =
    table === null ? '' : `| ${table.head.map((_, at) => (table.right.includes(at) ? '---:' : '---')).join(' | ')} |`
  const shown = table === null || table.rows.length === 0 ? [] : [line(table.head), bars, ...table.rows.map(line), '']
  return [...lead.flatMap((text) => [plain(text), '']), ...shown, ...notes.map((text) => `* ${plain(text)}`)]
}
