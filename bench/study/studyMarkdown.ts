import { grouped } from '../../reporters/html/htmlParts.ts'
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

What \`npm run study -- --seed ${seed} --cells ${measuring.budget}\` wrote, unedited:
${models.join(', ')}. The suites in
\`suites/study\` ask the hypotheses of a study that its authors withdrew as questions to these models ([how](../../docs/study.md)).
\`study.json\` beside this page has the same figures in full.

${studyTables(report)
  .map((table) => section(table, '##') + (table.id === 'scale' ? '\n\n![Accuracy by size and task](study.svg)' : ''))
  .join('\n\n')}

## Where the figures come from

Every figure follows from answers in run folders below \`.robustness/study\`, which \`npx vitest-robustness report --verify\`
recomputes. Hashes of their evidence: deciding ${deciding.evidence.slice(0, 16)}; measuring ${runs.join(', ')}.
${traced(report)}
`
}

/** Says for one figure which answers it is made of, so that it can be counted by hand. */
function traced({ measuring: { estimates } }: StudyReport): string {
  const [first] = estimates
  if (!first) return ''
  const { size, task, unseen } = first
  return `For example: ${unseen.value.toFixed(3)} for ${text(task)} at ${text(size)} on unseen instructions is ${grouped(Math.round(unseen.value * unseen.cells))} right of
${grouped(unseen.cells)} answers, the lines of its \`observations.jsonl\` with that task and a variant that the family does not declare as seen.`
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
