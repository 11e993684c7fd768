import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const OWN = `import { definePerturbation } from '${join(import.meta.dirname, '../index.ts')}'
export const inAHurry = definePerturbation({
  name: 'in-a-hurry', family: 'sentences', summary: 'The user is in a hurry.', source: 'own',
  touches: ['instruction'], preserves: 'gold',
  propose: (_, kit) => [kit.insert('instruction', 0, 'Quick! ')],
})
`
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { inAHurry } from './own.ts'
import { qa } from './tasks.ts'
test('keeps calm', async () => {
  await expect(release().on(qa)).toBeStableUnder(inAHurry, { maxFlipRate: 0.1 })
})
`

let project: FakeProject
beforeAll(async () => {
  project = fakeProject({ 'own.ts': OWN, 'own.robust.ts': SUITE, 'releases.ts': releases('return right(prompt)') })
  const { code, output } = await project.vitest()
  if (code !== 0) throw new Error(output)
})
afterAll(() => project.remove())

test('a run with a perturbation of its own is scored again from its module, and refused by name without', async () => {
  const without = await project.shell('cli report --rescore')
  expect(without.code).toBe(1)
  expect(without.output).toMatch(/Difference: \d+ cells under in-a-hurry, a perturbation that is not of this package/)
  const rescored = await project.shell('cli report --verify --rescore --with ./own.ts')
  expect(rescored.output).toMatch(/Verified: 1 claim/)
  expect(rescored.output).toMatch(/Rescored: answers and scores follow from \d+ raw texts/)
  expect(rescored.code).toBe(0)
})

test('its cells can be looked at, and prove the prompt by their key', async () => {
  const [group] = project.run().evidence.claims[0]?.order ?? []
  const cell = `candidate/qa/${group}/s1+in-a-hurry/0`
  const without = await project.shell(`cli show ${cell}`)
  expect([without.code, without.output]).toEqual([2, expect.stringContaining('no perturbation "in-a-hurry"')])
  const { code, output } = await project.shell(`cli show ${cell} --with ./own.ts`)
  expect(output).toContain('Quick! Read the text')
  expect(output).toContain('this is the exact prompt')
  expect(code).toBe(0)
})
