import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * The TypeScript of the guides, compiled against the public surface. On the sources: nothing of it runs, and the build for
 * tests has no declarations; those that are shipped are compiled by `.ci/tarball.test.ts`. What imports another tool is
 * compiled where that is installed, by `.ci/otherTools.test.ts`.
 */

const ROOT = join(import.meta.dirname, '..')
const DOCS = join(ROOT, 'docs')
const files = readdirSync(DOCS).filter((file) => file.endsWith('.md'))
const blocks = files.flatMap((file) =>
  [...readFileSync(join(DOCS, file), 'utf8').matchAll(/^```ts([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, info = '', text = '']) => ({ doc: file, file: /file=(\S+)/.exec(info)?.[1], text }),
  ),
)

const OTHER_TOOLS = / from '(?:evalite|vitest-evals)[/']/

let folder: string
beforeAll(() => {
  mkdirSync(join(ROOT, '.robustness'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.robustness', 'docs-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the guides', () => {
  test('name a file for every block of TypeScript', () => {
    expect(blocks.filter(({ file }) => file === undefined).map(({ doc, text }) => [doc, text])).toEqual([])
    expect(blocks.length).toBeGreaterThan(2)
  })

  test('compile', () => {
    for (const { doc, file = '', text } of blocks.filter((block) => !OTHER_TOOLS.test(block.text))) {
      const path = join(folder, doc.replace('.md', ''), file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    const paths = { 'vitest-robustness': ['../../src/index.ts'], 'vitest-robustness/*': ['../../src/*.ts'] }
    const compilerOptions = { paths, noUnusedLocals: false }
    const config = {
      extends: '../../tsconfig.json',
      compilerOptions,
      include: ['**/*.ts'],
    }
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
})
