import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleModule, isCompiledOnly, memberDocs, publicNames } from './publicExamples.testing.ts'

/** The doc comments of what users import: each says what it is about, and has one example, which is compiled and run here. */

const ROOT = join(import.meta.dirname, '..')
const names = publicNames()

/** The suite around an example of a matcher, which is one line of it. */
const SUITE = 'declare const [task, otherTask]: readonly [Task, Task]\n'

/** The names, and the members that users meet on `expect` and on `companions(run)`. */
const documented = [
  ...names.map(({ name, file, doc, examples }) => ({ label: `${name} in ${file}`, name, doc, examples, around: '' })),
  ...memberDocs('src/claims/index.ts', 'claimKinds').map(({ name, doc, examples }) => {
    return { label: `expect(…).${name}`, name, doc, examples, around: SUITE }
  }),
  ...memberDocs('src/core/statistics/companions.ts', 'FIXED').map(({ name, doc, examples }) => {
    return { label: `companions(…).${name}`, name, doc, examples, around: '' }
  }),
]
const shown = documented
  .filter(({ examples }) => examples.length === 1)
  .map(({ label, name, examples: [code = ''], around }, at) => {
    // The number keeps names apart that differ in capitals alone.
    return { label, name, file: `${name}-${at}.ts`, code: around + code }
  })

// An example with a test of its own, or with a name that the suite around it declares, is compiled and not run: it needs a
// worker with the matchers and a release to ask.
const run = shown.filter(({ code }) => !isCompiledOnly(code))

let folder: string
beforeAll(() => {
  mkdirSync(join(ROOT, '.robustness'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.robustness', 'examples-'))
  for (const { name, file, code } of shown) writeFileSync(join(folder, file), exampleModule(name, code, names))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('every public name, matcher and companion', () => {
  test('is explained in a sentence', () => {
    expect(documented.filter(({ doc }) => !/^[A-Z`][^]*\.$/.test(doc)).map(({ label }) => label)).toEqual([])
  })

  test('has one example', () => {
    expect(documented.filter(({ examples }) => examples.length !== 1).map(({ label }) => label)).toEqual([])
  })

  test('has an example that compiles', () => {
    const paths = { 'vitest-robustness': ['../../src/index.ts'], 'vitest-robustness/*': ['../../src/*.ts'] }
    const compilerOptions = { paths, noUnusedLocals: false }
    const config = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const said = (): string => {
      try {
        return execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout)
      }
    }
    expect(said()).toBe('')
  })

  test.each(run.map(({ label, file }) => [label, file] as const))('%s: its example runs', async (_, file) => {
    await expect(import(pathToFileURL(join(folder, file)).href)).resolves.toBeDefined()
  })
})
