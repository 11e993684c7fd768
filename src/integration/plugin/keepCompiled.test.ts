import { existsSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { config, fakeProject, type FakeProject } from '../fakeProject.testing.ts'

const SUITE = `import { writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'

test('right', async () => {
  writeFileSync('kept', String(getCompileCacheDir()))
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.3 })
})
`

let project: FakeProject
beforeEach(() => {
  project = fakeProject({ 'qa.robust.ts': SUITE })
})
afterEach(() => project.remove())

/** Runs the suite in processes of its own, and returns where its worker keeps compiled code. */
async function placeOf(env: Readonly<Record<string, string>>): Promise<string> {
  expect(await project.start([], env).ended).toMatchObject({ code: 0 })
  return project.read('kept')
}

const ownFolders = (): string[] => globSync('node_modules/.vite/**/vitest-robustness', { cwd: project.root })

test('a run keeps compiled code in the cache of vite, for the next one', async () => {
  const place = await placeOf({})
  const [folder = '', ...others] = ownFolders()
  expect(others).toEqual([])
  expect(place.startsWith(join(project.root, folder))).toBe(true)
  expect(await placeOf({})).toBe(place)
  const parts = globSync('**/*', { cwd: place })
  expect(parts.length).toBeGreaterThan(20)
  // The second run has looked at the first one. What the third adds, such as its own copy of the config, every run would.
  expect(await placeOf({})).toBe(place)
  expect(globSync('**/*', { cwd: place }).toSorted()).toEqual(parts.toSorted())
})

test('in CI it is kept only where an earlier job left it', async () => {
  expect(await placeOf({ CI: 'true' })).toBe('undefined')
  expect(ownFolders()).toEqual([])
  const place = await placeOf({})
  rmSync(join(project.root, 'kept'))
  expect(await placeOf({ CI: 'true' })).toBe(place)
})

test('what the user has set for Node stays', async () => {
  const own = join(project.root, 'compiled')
  expect((await placeOf({ NODE_COMPILE_CACHE: own })).startsWith(own)).toBe(true)
  expect(existsSync(own)).toBe(true)
  expect(await placeOf({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('undefined')
  expect(await placeOf({ NODE_V8_COVERAGE: join(project.root, 'coverage') })).toBe('undefined')
  project.write('vitest.config.ts', config('', 'cache: false'))
  expect(await placeOf({})).toBe('undefined')
  expect(ownFolders()).toEqual([])
})

test('a program that a suite starts keeps nothing there', async () => {
  project.write('program.mjs', `console.log(String(process.env.NODE_COMPILE_CACHE))\n`)
  const started = `import { execFileSync } from 'node:child_process'
test('starts a program', () => { expect(String(execFileSync('node', ['program.mjs']))).toBe('undefined\\n') })
`
  project.write('qa.robust.ts', SUITE + started)
  expect((await placeOf({})).startsWith(join(project.root, ownFolders()[0] ?? '-'))).toBe(true)
})
