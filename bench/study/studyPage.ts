import { join, relative } from 'node:path'
import { details } from '../../reporters/html/details.ts'
import { forest } from '../../reporters/html/forest.ts'
import { plainHtml, type PageParts, type Section, shownHtml } from '../../reporters/html/htmlParts.ts'
import { hashOf } from '../../reporters/html/page.ts'
import { provenance } from '../../reporters/html/provenance.ts'
import { scaleSweep } from '../../reporters/html/scaleSweep.ts'
import { style } from '../../reporters/html/style.ts'
import type { StoredRun } from '../../src/runs/index.ts'
import type { StudyReport } from './report.ts'
import { scaleCurve } from './scaleCurve.ts'
import { findingsTable, studyTables, type Table } from './tables.ts'

/**
 * Writes the report as one HTML page that needs no network and runs no code. Below the tables stand the sections of the
 * deciding run's own page; `folder` is where the page will be, from which that run's page is linked, with every answer.
 */
export function studyPage(report: StudyReport, decided: StoredRun, folder: string): string {
  const { family, seed } = report
  const hash = decided.run.evidenceHash ?? ''
  const parts: PageParts = { evidence: decided.run.evidence, hash, context: null, picture: null, history: [] }
  const [first, ...others] = studyTables(report)
  const tables = others.map((one) =>
    section(one.heading, tableHtml(one) + (one.id === 'scale' ? scaleCurve(report) : '')),
  )
  const own = [scaleSweep, forest, details, provenance].map((part) => part(parts)).filter(({ body }) => body !== '')
  const page = relative(folder, join(decided.folder, 'report.html'))
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${plainHtml(`The study: ${family}`)} · robustness</title>
<style>${style}</style></head>
<body><main id="main">
<section class="verdict"><p class="over">Robustness study · seed ${shownHtml(seed)}</p><h1>The family ${shownHtml(family)}</h1>
<p class="lead">The hypotheses of a study that its authors withdrew, asked of these models as questions.</p>
${tableHtml(first ?? findingsTable(report))}
<p>Every answer behind the decisions: <a href="${plainHtml(encodeURI(page), 1000)}">the page of the deciding run</a>.</p></section>
${tables.join('\n')}
${own.map(ownSection).join('\n')}
</main></body></html>
`
}

function ownSection({ id, heading, body }: Section): string {
  return section(heading, body, id)
}

function section(heading: string, body: string, id?: string): string {
  return `<section class="part"${id === undefined ? '' : ` id="${id}"`}><h2>${plainHtml(heading)}</h2>\n${body}\n</section>`
}

function tableHtml({ heading, about, head, rows }: Table): string {
  const lines = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`)
  return (
    `<p class="muted">${plainHtml(about, 2000)}</p><div class="scroll" tabindex="0" role="region" aria-label="${plainHtml(heading)}"><table><thead><tr>` +
    `${head.map((text) => `<th scope="col">${plainHtml(text)}</th>`).join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
  )
}

/** Findings are shown as badges, in the colours of the verdicts that they rest on. */
const BADGES: Readonly<Record<string, string>> = {
  established: 'pass',
  refuted: 'fail',
  'not established': 'open',
  'not tested': 'none',
}

function cell(text: string, at: number): string {
  const badge = BADGES[text.split(': ')[0]!]
  if (at === 0) return `<th scope="row">${shownHtml(text)}</th>`
  return `<td>${badge === undefined ? shownHtml(text) : `<span class="badge ${badge}">${shownHtml(text)}</span>`}</td>`
}
