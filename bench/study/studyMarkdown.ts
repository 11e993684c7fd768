import { grouped } from '../../reporters/html/htmlParts.ts'
import { shellWord } from '../../src/core/text/index.ts'
import { codeMarkdown, escapeMarkdown } from '../../reporters/common/escapeMarkdown.ts'
import type { StudyReport } from './report.ts'
import { findingsTable, studyTables, type Table } from './tables.ts'

/** A `StudyPlace` says where a report comes from: the file of the family (`null`: the embedded one) and the folder of the runs, as they were given. */
export interface StudyPlace {
  readonly file: string | null
  readonly folder: string
}

/** The place of what is committed. */
export const COMMITTED: StudyPlace = { file: null, folder: '.robustness/study' }

/** Writes the report as a page of its own. */
export function studyMarkdown(report: StudyReport, { file, folder }: StudyPlace = COMMITTED): string {
  const { family, seed, members, deciding, measuring } = report
  const models = members.map(
    ({ name, revision }) => `${text(name)} (revision ${text((revision ?? 'none').slice(0, 12))})`,
  )
  const runs = measuring.evidence.map(({ size, evidence }) => `${text(size)} ${evidence.slice(0, 16)}`)
  const variable = file === null ? '' : `STUDY_FAMILY=${shellWord(file)} `
  const option = folder === COMMITTED.folder ? '' : ` --folder ${shellWord(folder)}`
  const command = `${variable}npm run study -- --seed ${shellWord(seed)} --cells ${measuring.budget}${option}`
  const how = file === null ? '[how](../../docs/study.md)' : 'how: `docs/study.md` of the repository'
  return `# The study on the family ${text(family)}

What ${code(command)} wrote, unedited:
${models.join(', ')}. The suites in
\`suites/study\` ask the hypotheses of a study that its authors withdrew as questions to these models (${how}).
\`study.json\` beside this page has the same figures in full.

${studyTables(report)
  .map((table) => section(table, '##') + (table.id === 'scale' ? '\n\n![Accuracy by size and task](study.svg)' : ''))
  .join('\n\n')}

## Where the figures come from

Every figure follows from answers in run folders below ${code(folder)}, which \`npx vitest-robustness report --verify\`
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

/** Puts words of a shell as code. */
function code(words: string): string {
  return /[`\\\n]/.test(words) ? codeMarkdown(words, 1000) : `\`${words}\``
}

function text(value: string): string {
  return escapeMarkdown(value, 300)
}
