import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FOLDERS } from '../../suites/study/family.ts'
import type { StudyReport } from './report.ts'
import { scalePicture } from './scaleCurve.ts'
import { studyMarkdown, studySummary } from './studyMarkdown.ts'

/** What is committed of the study follows from its figures, and those are of the family that there is. */

const read = (file: string): string => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
const report = JSON.parse(read('bench/results/study.json')) as StudyReport

test('the report has the figures of study.json (npm run study)', () => {
  expect(read('bench/results/study.md')).toBe(studyMarkdown(report))
})

test('the picture has them too', () => {
  expect(read('bench/results/study.svg')).toBe(scalePicture(report))
})

test('the guide has the figures of study.json (npm run list)', () => {
  expect(read('docs/study.md')).toContain(`<!-- study:begin -->\n\n${studySummary(report)}\n<!-- study:end -->`)
})

test('the figures are of the embedded family (npm run study)', () => {
  expect(report.members.map(({ name, parameters }) => [name, parameters])).toEqual(FOLDERS)
})
