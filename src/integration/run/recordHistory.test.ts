import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHistory } from '../../history/index.ts'
import { config, fakeProject, type FakeProject } from '../fakeProject.testing.ts'

let project: FakeProject
beforeEach(() => {
  project = fakeProject({
    'qa.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('keeps its answer', () => expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 }))
`,
  })
})
afterEach(() => project.remove())

async function recorded(file = '.robustness/history.sqlite') {
  const history = await openHistory({ kind: 'sqlite', file: join(project.root, file) }, { create: false })
  const runs = await history?.runs()
  await history?.close()
  return runs
}

test('a gate run is in the local history, once for its evidence; the next page has its trend', async () => {
  expect(await project.vitest()).toMatchObject({ code: 0 })
  expect(await recorded()).toMatchObject([{ releaseName: 'candidate', verdict: 'pass', line: 'default', claims: 1 }])
  expect(await project.vitest()).toMatchObject({ code: 0 })
  expect(await recorded()).toHaveLength(1)
  expect(await project.vitest([], { ROBUSTNESS_SEED: '7' })).toMatchObject({ code: 0 })
  expect((await recorded())?.map(({ seed }) => seed)).toEqual(['0', '7'])
  const id = project.read('.robustness/runs/latest').trim()
  expect(project.read(`.robustness/runs/${id}/report.html`)).toContain('Trend over releases')
}, 120_000)

test('a history that cannot be used is a warning; one that is off is silent; what is no history is an error', async () => {
  mkdirSync(join(project.root, 'a-folder'))
  project.write('vitest.config.ts', config("history: 'a-folder',"))
  const unusable = await project.vitest()
  expect(unusable).toMatchObject({ code: 0, output: expect.stringContaining('GATE: PASS') })
  expect(unusable.output).toMatch(/this run is not in the history: .*a-folder cannot be used: unable to open/)
  expect(unusable.output).toMatch(/The verdict stands\. Record it later: npx vitest-robustness history add \d{17}-/)
  project.write('vitest.config.ts', config('history: false,'))
  const off = await project.vitest()
  expect(off.code).toBe(0)
  expect(off.output).not.toMatch(/history/)
  expect(await recorded()).toBeUndefined()
  project.write('vitest.config.ts', config("history: 'mysql://db/x',"))
  expect(await project.vitest()).toMatchObject({
    code: 2,
    output: expect.stringContaining('a file or a postgres:// URL'),
  })
}, 120_000)
