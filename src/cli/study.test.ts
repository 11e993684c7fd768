import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

/** The commands of docs/study.md, run on the public tables that the page names. */

const ROOT = join(import.meta.dirname, '../..')
// Public data that is not part of this repository: the variable says where it is, else it may be beside the repository.
const DATA = process.env['STUDY_DATA'] ?? join(ROOT, '../shared/data')
const STEPS = [
  ...readFileSync(join(ROOT, 'docs/study.md'), 'utf8').matchAll(
    /^```sh data=(\S+)\n([\s\S]*?)^```\n+```text\n([\s\S]*?)^```$/gm,
  ),
].map(([, data = '', command = '', shown = '']) => ({ data, command, shown }))

const folder = mkdtempSync(join(tmpdir(), 'study-'))
afterAll(() => rmSync(folder, { recursive: true }))

function output(command: string): string {
  const cli = `"${process.execPath}" "${join(ROOT, 'src/cli/main.ts')}"`
  return execFileSync('sh', ['-c', command.replaceAll('npx vitest-robustness', () => cli)], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, STUDY_DATA: DATA, NO_COLOR: '1' },
  })
}

// What is foreign needs the runs of a study, which take minutes.
test('every other command of the page shows what it prints', () => {
  const text = readFileSync(join(ROOT, 'docs/study.md'), 'utf8')
  expect(STEPS).toHaveLength(text.match(/^```sh(?! foreign)/gm)!.length)
  expect(STEPS.length).toBeGreaterThan(4)
})

for (const data of new Set(STEPS.map((step) => step.data))) {
  const own = STEPS.filter((step) => step.data === data)
  describe.skipIf(!existsSync(join(DATA, data)))(`on the tables of ${data} (STUDY_DATA)`, () => {
    test.each(own)('$command', ({ command, shown }) => {
      const printed = output(command)
      let rest = printed
      for (const part of shown.split(/^…\n/m)) {
        expect(rest).toContain(part.trimEnd())
        rest = rest.slice(rest.indexOf(part.trimEnd()) + part.trimEnd().length)
      }
    })
  })
}

describe.skipIf(!existsSync(join(DATA, 'multiprompt')))("the publication's own figures (STUDY_DATA)", () => {
  test.each([
    ['no filtering', ''],
    ['correct paraphrases only', ' --where correct=true'],
  ])('are the means and the best instructions of every task and model: %s', (filter, option) => {
    const { figures, releases } = JSON.parse(
      output(
        `npx vitest-robustness compare --table "$STUDY_DATA"/multiprompt/aggregated/*/*.json --columns score=accs -f json${option}`,
      ),
    ) as {
      figures: { task: string; figure: string; of: ({ value: number } | null)[] }[]
      releases: { name: string }[]
    }
    let checked = 0
    for (const [metric, figure] of [
      ['AvgP', 'mean over instructions'],
      ['MaxP', 'best instruction'],
    ]) {
      const file = join(DATA, `multiprompt/metric_results/open-source models ${metric} (${filter}).csv`)
      const [head = [], ...rows] = readFileSync(file, 'utf8')
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','))
      for (const [, task = '', ...values] of rows)
        for (const [at, value] of values.entries()) {
          if (value === '') continue
          const row = figures.find((one) => one.task === task.replaceAll(' ', '_') && one.figure === figure)
          const found = row?.of[releases.findIndex(({ name }) => name === head[at + 2])]
          expect(found?.value).toBeCloseTo(Number(value), 9)
          checked++
        }
    }
    expect(checked).toBe(76)
  })
})
