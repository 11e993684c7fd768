import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ReleaseComparison } from '../core/compare/index.ts'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const INDEX = join(import.meta.dirname, '../index.ts')
const OWN = `import { defineMetric } from '${INDEX}'
const share = (name, answer) => defineMetric({
  name, summary: 'how often the answer is ' + answer, source: 'own', range: [0, 1], better: 'less', digits: 4,
  interval: { meanOver: 'cells' },
  compute: (cells) => ({ value: cells.filter((cell) => cell.answer === answer).length / cells.length }),
})
export const shareOfYes = share('share of yes', 'yes')
export const shareOfNo = share('share of no', 'no')
export const again = share('share of no', 'no')
export const taken = { ...shareOfNo, name: 'accuracy' }
export const throwing = defineMetric({ ...shareOfNo, name: 'broken', compute() { throw new Error('no luck') } })
export const outside = defineMetric({ ...shareOfNo, name: 'outside', compute: () => ({ value: 7 }) })
export const wrong = { name: 'wrong', compute: () => ({ value: 1 }) }
export const nothing = 3
`
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })
`
const withMetrics = (metrics: string) => `import { shareOfYes } from './own.ts'\n${config(`metrics: ${metrics},`)}`

describe("metrics of a user's own", () => {
  let project: FakeProject
  let output: string
  beforeAll(async () => {
    project = fakeProject({
      'own.ts': OWN,
      'a.robust.ts': SUITE,
      'releases.ts': releases(`return unseen(prompt) ? 'yes' : right(prompt)`),
      'vitest.config.ts': withMetrics("[shareOfYes, './own.ts#shareOfNo']"),
    })
    const measured = await project.shell('cli measure --cells 700')
    ;({ output } = measured)
    if (measured.code !== 0) throw new Error(output)
  })
  afterAll(() => project.remove())

  test('a value and a module are measured on every part, with an interval, after those of the package', () => {
    const { measurements } = project.run().evidence
    expect(
      measurements?.metrics?.map(({ name, range, better, compared }) => ({ name, range, better, compared })),
    ).toEqual(
      ['share of yes', 'share of no'].map((name) => ({ name, range: [0, 1], better: 'less', compared: ['task'] })),
    )
    const [task] = measurements?.tasks ?? []
    expect(task?.slices.map(({ metrics }) => metrics.slice(-2).map(({ name }) => name))).toEqual(
      task?.slices.map(() => ['share of yes', 'share of no']),
    )
    const [yes, no] = task?.slices[0]?.metrics.slice(-2) ?? []
    expect((yes?.value ?? 0) + (no?.value ?? 0)).toBeCloseTo(1, 12)
    const [interval] = yes?.intervals ?? []
    expect([interval!.over, interval!.low < yes!.value!, interval!.high > yes!.value!]).toEqual([
      'examples',
      true,
      true,
    ])
  })

  test('stand in the report, the comment and the page', async () => {
    const shown = (project.run().evidence.measurements?.tasks[0]?.slices[0]?.metrics.at(-2)?.value ?? 0).toFixed(4)
    const latest = project.read('.robustness/runs/latest').trim()
    for (const text of [
      output,
      project.read(`.robustness/runs/${latest}/report.md`),
      project.read(`.robustness/runs/${latest}/report.html`),
    ]) {
      expect(text).toContain('share of yes')
      expect(text).toContain(shown)
      expect(text).toMatch(/how often the answer is yes/)
    }
    expect(output).toMatch(/part +cells +share of yes +share of no\n +seen +300 +0\.\d{4} 0\.\d{4}\.\.0\.\d{4} /)
    expect(project.read(`.robustness/runs/${latest}/report.html`)).toContain('<summary>share of no</summary>')
  })

  test('are exported with the figures of the run, listed, and looked at by doctor', async () => {
    const { output: csv } = await project.shell('cli export --figures')
    expect(csv.split('\r\n').filter((line) => line.startsWith('qa,variant,u1,share of'))).toEqual([
      expect.stringMatching(/^qa,variant,u1,share of yes,own,1,,/),
      expect.stringMatching(/^qa,variant,u1,share of no,own,0,,/),
    ])
    expect(csv).toMatch(/qa,task,qa,accuracy,package,0\.\d+,,/)
    const looked = await project.shell('cli doctor')
    expect(looked.output).toMatch(/metrics: share of yes, share of no/)
    const listed = await project.shell('cli list metrics')
    expect(listed.output).toContain(
      '| `share of no` | how often the answer is no | 0 | 1 | less | task, family, variant | sources | own |',
    )
  })

  test('are compared as they were measured, without their module', async () => {
    const first = project.read('.robustness/runs/latest').trim()
    const { output: text } = await project.shell(`cli compare ${first} ${first} --format json`)
    const { figures } = JSON.parse(text) as ReleaseComparison
    const row = figures.find(({ figure }) => figure === 'share of yes')
    expect(row).toMatchObject({ task: 'qa', digits: 4 })
    expect(row?.of[0]).toEqual(row?.of[1])
  })

  test('are recomputed from their module, and refused by name without', async () => {
    const without = await project.shell('cli report --verify')
    expect([without.code, without.output]).toEqual([
      1,
      expect.stringContaining('measured qa: no metric share of yes here, so it cannot be recomputed'),
    ])
    const verified = await project.shell('cli report --verify --with ./own.ts')
    expect(verified.output).toContain('Verified: 1 claim')
    expect(verified.code).toBe(0)
  })

  test('from the command line alone, in addition to those of the config', async () => {
    project.write('vitest.config.ts', withMetrics('[shareOfYes]'))
    const { code } = await project.shell('cli measure --cells 60 --metrics ./own.ts#shareOfNo')
    expect([code, project.run().evidence.measurements?.metrics?.map(({ name }) => name)]).toEqual([
      0,
      ['share of yes', 'share of no'],
    ])
  })

  test('one that throws, or leaves its range, costs its own figure and no other, and ends with 2', async () => {
    project.write('vitest.config.ts', withMetrics("['./own.ts#throwing', './own.ts#outside', shareOfYes]"))
    const { code, output: text } = await project.shell('cli measure --cells 60')
    expect(code).toBe(2)
    expect(text.replaceAll(/\s+/g, ' ')).toContain('the metric "broken" could not be computed of qa: it threw: no luck')
    const [broken, outside, yes] = project.run().evidence.measurements?.tasks[0]?.slices[0]?.metrics.slice(-3) ?? []
    expect(broken).toMatchObject({ value: null, reason: 'it threw: no luck' })
    expect(outside).toMatchObject({ value: null, reason: 'it gives 7, outside of its range [0, 1]' })
    expect(yes?.value).toBeGreaterThan(0.5)
  })

  test.each<[string, string, RegExp]>([
    ['a name of the package', "['./own.ts#taken']", /own\.ts#taken: the package has a metric "accuracy" already/],
    [
      'two of one name',
      "['./own.ts#shareOfNo', './own.ts#again']",
      /own\.ts#again and \S+own\.ts#shareOfNo are two metrics of one name/,
    ],
    [
      'a half-made one',
      "['./own.ts#wrong']",
      /own\.ts#wrong is no metric: summary is empty\. Make it with defineMetric/,
    ],
    ['a number', "['./own.ts#nothing']", /own\.ts#nothing is no metric: it is of type number/],
    [
      'an export that is not there',
      "['./own.ts#shareOfNoo']",
      /own\.ts has no export "shareOfNoo" \(did you mean "shareOfNo"\?\)/,
    ],
    [
      'a module that is not there',
      "['./nowhere.ts#x']",
      /robustness\(\{ metrics \}\): \S+nowhere\.ts cannot be loaded/,
    ],
    ['no list', "'./own.ts'", /robustness\(\{ metrics \}\): must be a list of metrics or modules/],
    ['a value that is none', '[{}]', /metrics\[0\] is no metric: it has no function compute/],
  ])('%s is a usage error, with the file, before anything is asked', async (_, metrics, message) => {
    project.write('vitest.config.ts', withMetrics(metrics))
    const { code, output: text } = await project.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: '10' })
    expect({ code, text }).toEqual({ code: 2, text: expect.stringMatching(message) })
  })
})
