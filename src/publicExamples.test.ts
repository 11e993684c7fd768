import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleModule, isCompiledOnly, matcherDocs, type PublicName, publicNames } from './publicExamples.testing.ts'

/** The doc comments of what users import: each says what it is about, and has one example, which is compiled and run here. */

const ROOT = join(import.meta.dirname, '..')
const names = publicNames()
const matchers = matcherDocs()
const shown = names.filter(({ examples }) => examples.length === 1)

// Examples with a test of their own need a worker with the matchers, and are compiled only; so are those of matchers.
const run = shown.filter(({ examples: [code = ''] }) => !isCompiledOnly(code))

/** What the one line that an example of a matcher is leaves to the suite around it. */
const SUITE = 'declare const [task, otherTask]: readonly [Task, Task]\n'

let folder: string
beforeAll(() => {
  mkdirSync(join(ROOT, '.robustness'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.robustness', 'examples-'))
  for (const { name, examples } of matchers)
    writeFileSync(join(folder, `matcher-${name}.ts`), exampleModule('', SUITE + (examples[0] ?? ''), names))
  for (const one of shown) writeFileSync(moduleOf(one), exampleModule(one.name, one.examples[0] ?? '', names))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The number keeps names apart that differ in capitals alone. */
const moduleOf = (one: PublicName): string => join(folder, `${one.name}-${shown.indexOf(one)}.ts`)

describe('every name of the public entries', () => {
  test('is explained in a sentence', () => {
    const bare = names.filter(({ doc }) => !/^[A-Z`][^]*\.$/.test(doc))
    expect(bare.map(({ name, file }) => `${name} in ${file}`)).toEqual([])
    expect(matchers.filter(({ doc }) => !/^[A-Z`][^]*\.$/.test(doc)).map(({ name }) => name)).toEqual([])
  })

  test('has one example', () => {
    const without = names.filter(({ examples }) => examples.length !== 1)
    expect(without.map(({ name, file }) => `${name} in ${file}`)).toEqual([])
    const other = matchers.filter(({ name, examples }) => examples.length !== 1 || !examples[0]?.includes(`.${name}(`))
    expect(other.map(({ name }) => name)).toEqual([])
    expect(matchers.length).toBeGreaterThan(0)
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

  test.each(run.map((one) => [one.name, one] as const))('%s: its example runs', async (_, one) => {
    await expect(import(pathToFileURL(moduleOf(one)).href)).resolves.toBeDefined()
  })
})
