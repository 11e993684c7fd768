import { afterEach, expect, test } from 'vitest'
import { dataset, fakeProject, type FakeProject } from './fakeProject.testing.ts'

let project: FakeProject | undefined
afterEach(() => project?.remove())

const suite = (data: string, claim = 'toStayAbove({ accuracy: 0.7 })'): string => `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const task = booleanQa({ examples: 'data/${data}.jsonl', instructions: 'data/qa.yaml' })
test('right on ${data}', async () => { await expect(release().on(task)).${claim} })
`

test('two tasks of one name and different content are refused, whichever file they are in', async () => {
  project = fakeProject({ 'data/fewer.jsonl': dataset(300), 'a.robust.ts': suite('qa'), 'b.robust.ts': suite('fewer') })
  const { code, output } = await project.vitest()
  expect(output.replaceAll(/\s+/g, ' ')).toContain(
    '2 tasks are called "qa": one from data/fewer.jsonl with data/qa.yaml, one from data/qa.jsonl with data/qa.yaml; give each a name of its own',
  )
  expect(code).toBe(2)
  expect((await project.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: '500' })).code).toBe(2)
})

test('one task in two files is one task', async () => {
  project = fakeProject({ 'a.robust.ts': suite('qa'), 'b.robust.ts': suite('qa', 'toStayAbove({ accuracy: 0.6 })') })
  expect(await project.vitest()).toMatchObject({ code: 0 })
})
