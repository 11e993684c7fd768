/**
 * Runs the study: decides H1 to H4 by the suites in `suites/study`, then measures each size, with live inference, and writes
 * one report. `STUDY_FAMILY` names a module with another family than the embedded one (`suites/study/readFamily.ts` has its shape).
 *
 *   node bench/study.ts [--seed 0] [--cells 8000] [--folder .robustness/study] [--results bench/results] [--continue]
 *
 * `--cells` are the answers that measuring asks of each size. The report is `study.json` (the figures), `study.md` with
 * `study.svg` and, beside the runs, `study.html`. That of another family than the embedded one is in `results` beside its
 * runs unless `--results` says otherwise. It begins from nothing; with `--continue` it goes on with the answers of a run that was stopped.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { EMBEDDED, readFamily } from '../suites/study/readFamily.ts'
import { studyReport } from './study/report.ts'
import { scalePicture } from './study/scaleCurve.ts'
import { runStudy } from './study/runStudy.ts'
import { studyMarkdown } from './study/studyMarkdown.ts'
import { studyPage } from './study/studyPage.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    cells: { type: 'string', default: '8000' },
    folder: { type: 'string', default: '.robustness/study' },
    results: { type: 'string' },
    continue: { type: 'boolean', default: false },
  },
})
const began = performance.now()
const { file, family } = await readFamily()
const folder = resolve(values.folder, family.name.replaceAll(/[^\w.-]+/g, '-'))
if (!values.continue) await rm(folder, { recursive: true, force: true })
const { decided, measured } = await runStudy({
  family,
  file,
  folder,
  seed: values.seed,
  cells: Number(values.cells),
  say: (text) => process.stderr.write(`study: ${text} (${seconds()})\n`),
})
const report = studyReport(family, decided, measured)
const results = values.results ?? (file === EMBEDDED ? 'bench/results' : relative('', join(folder, 'results')))
const place = { file: file === EMBEDDED ? null : relative('', file), folder: values.folder }
await mkdir(results, { recursive: true })
await writeFile(join(results, 'study.json'), `${JSON.stringify(report, null, 2)}\n`)
await writeFile(join(results, 'study.md'), studyMarkdown(report, place))
await writeFile(join(results, 'study.svg'), scalePicture(report))
await writeFile(join(folder, 'study.html'), studyPage(report, decided, folder))
for (const { id, says, finding } of report.deciding.hypotheses) console.log(`${id}: ${says}: ${finding}`)
console.log(`${join(results, 'study.md')} and ${join(folder, 'study.html')}, ${seconds()}`)

function seconds(): string {
  return `${Math.round((performance.now() - began) / 1000)} s`
}
