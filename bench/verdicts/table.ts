import { percent } from './percent.ts'
import type { Summary } from './summary.ts'

const COLUMNS = [
  'claims',
  'pass',
  'fail',
  'open',
  'power',
  'false pass, 99% interval',
  'false fail, 99% interval',
  'units: median, 90th',
  'calls: median, 90th',
  'of grid',
  'rival',
  'of rival',
] as const

/** Writes the figures as Markdown, one table a section. */
export function tables(summaries: readonly Summary[]): string {
  const sections = Map.groupBy(summaries, ({ section }) => section)
  return [...sections].map(([section, rows]) => table(section, rows)).join('\n\n')
}

function table(section: string, rows: readonly Summary[]): string {
  const reference = rows.some((row) => row.reference !== null)
  const fixed = rows.some((row) => row.fixedSize !== null)
  const gates = rows.some((row) => row.runs < row.claims)
  const head = [
    '',
    ...COLUMNS,
    ...(reference ? ['reference median'] : []),
    ...(fixed ? ['fixed n passes'] : []),
    ...(gates ? GATE_COLUMNS : []),
  ]
  const lines = rows.map((row) => [
    row.name,
    row.claims,
    percent(row.verdicts.pass, 1),
    percent(row.verdicts.fail, 1),
    percent(row.verdicts.inconclusive, 1),
    row.power === null ? '-' : percent(row.power, 1),
    errorOf(row, 'false pass'),
    errorOf(row, 'false fail'),
    pair(row.units),
    pair(row.calls),
    row.shareOfGrid === null ? '-' : percent(row.shareOfGrid, 2),
    row.rivalCalls ?? '-',
    row.shareOfRival === null ? '-' : percent(row.shareOfRival, 0),
    ...(reference ? [row.reference ?? '-'] : []),
    ...(fixed ? [row.fixedSize === null ? '-' : percent(row.fixedSize, 1)] : []),
    ...(gates
      ? [
          row.runs,
          ...Object.values(row.gates).map((share) => percent(share, 1)),
          errorOf(row, 'false gate pass'),
          errorOf(row, 'false gate fail'),
        ]
      : []),
  ])
  const markdown = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`)
  return [`### ${section}`, '', ...markdown].join('\n')
}

const GATE_COLUMNS = [
  'gates',
  'gate passes',
  'gate fails',
  'gate open',
  'false gate pass, 99% interval',
  'false gate fail, 99% interval',
]

function errorOf(row: Summary, wanted: Summary['errors'][number]['sort']): string {
  const { rate, interval, alpha } = row.errors.find(({ sort }) => sort === wanted)!
  if (rate === 0) return `0 [0, ${percent(interval[1], 2)}]`
  return `${percent(rate, 2)} [${percent(interval[0], 2)}, ${percent(interval[1], 2)}]${interval[0] > alpha ? ' !' : ''}`
}

function pair([median, most]: readonly [number | null, number | null]): string {
  return `${median ?? '-'}, ${most ?? '-'}`
}
