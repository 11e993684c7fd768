import { escapeMarkdown } from '../../reporters/common/escapeMarkdown.ts'
import type { StudyReport } from './report.ts'
import { findingsTable, studyTables, type Table } from './tables.ts'

/** Writes the report as a page of its own. */
export function studyMarkdown(report: StudyReport): string {
  const { family, seed, members, deciding, measuring } = report
  const models = members.map(
    ({ name, revision }) => `${text(name)} (revision ${text((revision ?? 'none').slice(0, 12))})`,
  )
  const runs = measuring.evidence.map(({ size, evidence }) => `${text(size)} ${evidence.slice(0, 16)}`)
  return `# The study on the family ${text(family)}

What \`npm run study\` wrote, unedited, with seed ${text(seed)}:
${models.join(', ')}. The suites in
\`suites/study\` ask the hypotheses of a study that its authors withdrew as questions to these models ([how](../../docs/study.md)).
\`study.json\` beside this page has the same figures in full.

${studyTables(report)
  .map((table) => section(table, '##'))
  .join('\n\n')}

## Where the figures come from

Every figure follows from answers in run folders below \`.robustness/study\`, which \`npx vitest-robustness report --verify\`
recomputes. Hashes of their evidence: deciding ${deciding.evidence.slice(0, 16)}; measuring ${runs.join(', ')}.
`
}

/** Writes what the guide shows: the findings, and what follows for scale. */
export function studySummary(report: StudyReport): string {
  const tables = studyTables(report).filter(({ id }) => id === 'chains' || id === 'beyond' || id === 'accuracy')
  return [findingsTable(report), ...tables].map((table) => section(table, '###')).join('\n\n')
}

function section({ heading, about, head, rows }: Table, level: string): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(text))]
  return `${level} ${text(heading)}\n\n${about}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

function text(value: string): string {
  return escapeMarkdown(value, 300)
}
