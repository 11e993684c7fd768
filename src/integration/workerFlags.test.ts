import { afterEach, expect, test } from 'vitest'
import { fakeProject, config, type FakeProject } from './fakeProject.testing.ts'

let project: FakeProject | undefined
afterEach(() => project?.remove())

/** A suite that prints with which flags its worker was started. */
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  console.log('FLAGS', JSON.stringify(process.execArgv.filter((flag) => flag.includes('semi-space'))))
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.6 })
})
`

test.each([
  ['has a small young heap', '', ['--max-semi-space-size=8']],
  [
    'takes what the user says last',
    `execArgv: ['--max-semi-space-size=32']`,
    ['--max-semi-space-size=8', '--max-semi-space-size=32'],
  ],
  ['is a thread where the user wants one', `pool: 'threads'`, []],
])('the worker of a suite %s', { timeout: 60_000 }, async (_, options, flags) => {
  project = fakeProject({ 'a.robust.ts': SUITE, 'vitest.config.ts': config('', options) })
  const { code, output } = await project.start().ended
  expect(output).toContain(`FLAGS ${JSON.stringify(flags)}`)
  expect(code).toBe(0)
})
