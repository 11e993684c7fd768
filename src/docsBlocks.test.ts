import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { blocksOf, pages, ROOT } from './docsPages.testing.ts'
import { problems } from './schemas/index.ts'

/**
 * Every block of code in the pages says what holds it to the product. `file=`, `append=`, `run=`, `data=` and `output=` are executed, or
 * compiled, by the test that is named here for the page. `parsed`: its commands go through the real parsers
 * (`docsCommands.test.ts`), its YAML through the schema that reads it, below. `foreign`: another tool's; a line of ours in it
 * is parsed too.
 */

/** The tests that execute the marked blocks of a page, and the marks that it takes whatever their value. */
const MARKED: Readonly<Record<string, { readonly tests: readonly string[]; readonly all?: string }>> = {
  'README.md': { tests: ['src/readme.test.ts'], all: 'file' },
  'docs/start.md': { tests: ['src/readme.test.ts'], all: 'file' },
  'docs/migrating.md': { tests: ['src/migrating.test.ts', '.ci/otherTools.test.ts'] },
  'docs/beside.md': { tests: ['src/migrating.test.ts'] },
  'docs/study.md': { tests: ['src/cli/study.test.ts'], all: 'data' },
  'docs/export.md': { tests: ['src/recipes.test.ts'] },
  'docs/serving.md': { tests: ['src/models/fromCommand.test.ts'] },
  'docs/store.md': { tests: ['src/cli/ciFiles.test.ts'] },
}

/** The tests that hold all blocks of a page, which therefore have no marks. */
const WHOLE: readonly (readonly [page: RegExp, test: string])[] = [
  [/^CONTRIBUTING\.md$/, 'src/contributing.test.ts'],
  [/^docs\/api\.md$/, 'src/publicExamples.test.ts'],
  [/^examples\/[\w-]+\/README\.md$/, '.ci/examples.test.ts'],
]

const CODE: ReadonlySet<string> = new Set([
  'ts',
  'typescript',
  'js',
  'javascript',
  'yaml',
  'yml',
  'json',
  'jsonl',
  'sh',
  'bash',
  'python',
])

const blocks = pages.flatMap((page) => blocksOf(page)).filter(({ language }) => CODE.has(language))
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const place = ({ page, line, language, info }: (typeof blocks)[number]) =>
  `${page}:${line} ${language} ${info}`.trimEnd()

/** Says what holds a block; `null` where nothing does. */
function heldBy({ page, language, info }: Pick<(typeof blocks)[number], 'page' | 'language' | 'info'>): string | null {
  const whole = WHOLE.find(([pattern]) => pattern.test(page))
  if (whole) return whole[1]
  if (info === 'foreign') return info
  if (info === 'parsed') return ['sh', 'yaml'].includes(language) ? info : null
  const [, mark, name = ''] = /^(file|append|run|data|output)=(\S+)$/.exec(info) ?? []
  if (mark === undefined) return null
  const { tests = [], all } = MARKED[page] ?? {}
  const by = tests.find((file) => mark === all || read(file).replaceAll('\\', '').includes(name))
  if (by !== undefined) return by
  // The compiler gets the TypeScript of all guides.
  return language === 'ts' && mark === 'file' && page.startsWith('docs/') ? 'src/docs.test.ts' : null
}

describe('the blocks of code in the pages', () => {
  test('are executed, compiled, parsed, or marked as another tool’s', () => {
    expect(blocks.length).toBeGreaterThan(100)
    expect(blocks.filter((block) => heldBy(block) === null).map(place)).toEqual([])
  })

  test('a block without a mark, with one that nobody reads, or on a page that no test knows, is found', () => {
    const one = { page: 'docs/new.md', language: 'sh' }
    expect(['', 'run=all', 'parsed-maybe'].map((info) => heldBy({ ...one, info }))).toEqual([null, null, null])
    expect(heldBy({ page: 'docs/migrating.md', language: 'sh', info: 'run=nobody-reads-this' })).toBeNull()
    expect(heldBy({ page: 'docs/migrating.md', language: 'sh', info: 'run=promptfoo' })).toBe('src/migrating.test.ts')
    expect(heldBy({ ...one, language: 'js', info: 'parsed' })).toBeNull()
    expect(heldBy({ ...one, info: 'parsed' })).toBe('parsed')
  })

  test('the tests that hold them read those pages', () => {
    for (const [page, { tests }] of Object.entries(MARKED))
      for (const by of tests) expect(read(by)).toContain(basename(page, '.md'))
    for (const [pattern, file] of WHOLE) {
      expect(pages.filter((page) => pattern.test(page))).not.toEqual([])
      expect(read(file).length).toBeGreaterThan(0)
    }
  })

  test('are well formed, another tool’s too', () => {
    const broken = blocks.filter(({ language, text, page }) => {
      if (/^(?:ts|js)$/.test(language)) return parseSync(`${page}.${language}`, text).errors.length > 0
      try {
        if (language === 'yaml') parse(text)
        if (language === 'json') JSON.parse(text)
        if (language === 'jsonl') for (const line of text.trim().split('\n')) JSON.parse(line)
        return false
      } catch {
        return true
      }
    })
    // What CONTRIBUTING shows to be put into a file is no program of its own.
    expect(broken.filter(({ page }) => page !== 'CONTRIBUTING.md').map(place)).toEqual([])
  })

  test('YAML that is parsed fits what reads it', () => {
    const yaml = blocks.filter(({ language, info }) => language === 'yaml' && info === 'parsed')
    expect(yaml.map(({ page }) => page)).toEqual(['docs/baselines.md', 'docs/ci.md'])
    const [waivers, steps] = yaml.map(({ text }) => parse(text) as unknown)
    expect(problems('waivers', waivers)).toEqual([])
    const { inputs } = parse(read('action.yml')) as { inputs: Record<string, unknown> }
    const given = (steps as { uses: string; with?: Record<string, unknown> }[]).find(({ uses }) =>
      /robustness@/.test(uses),
    )
    expect(Object.keys(given?.with ?? {}).filter((input) => !Object.hasOwn(inputs, input))).toEqual([])
    expect(given).toBeDefined()
  })
})
