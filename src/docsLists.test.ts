import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reporters } from '../reporters/index.ts'
import { claimKinds } from './claims/index.ts'
import { COLUMNS, FIGURE_COLUMNS } from './cli/export/columns.ts'
import { list } from './cli/setup/list.ts'
import { registries } from './cli/setup/registries.ts'
import { perturbations } from './core/perturbations/index.ts'
import type { Blame } from './core/types/index.ts'
import * as surface from './index.ts'
import { OUTPUTS } from './integration/session/options.ts'
import { promptFormats } from './models/formats/promptFormats.ts'
import * as models from './models/index.ts'
import { datasetFormats, instructionFormats } from './sources/index.ts'

/** Every list of names in the guides, held against the registry that it lists, both ways. */

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const names = (items: readonly { readonly name: string }[]): string[] => items.map(({ name }) => name)

/** The names in code in a text, without what stands in brackets after them: `chatTemplate(folder)` is `chatTemplate`. */
function inCode(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/\(.*/s, ''))
}

/** The names in the first column of the table that begins with this head. */
function table(file: string, head: string): string[] {
  const [, rows = ''] = read(file).split(`\n| ${head} |\n`)
  const lines = rows.split('\n').slice(1)
  const cells = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  )
  return cells.flatMap((line) => inCode((line.split(' | ')[0] ?? '').replace(/none given.*/, '')))
}

/** The names in the sentences from one mark of a text to another. */
function passage(file: string, from: string, to: string): string[] {
  const text = read(file)
  const start = text.indexOf(from)
  const end = text.indexOf(to, start + from.length)
  if (start < 0 || end < 0) throw new Error(`${file} has no passage from ${from} to ${to}`)
  return inCode(text.slice(start + from.length, end))
}

const exported = (pattern: RegExp): string[] => Object.keys(models).filter((name) => pattern.test(name))
const FACTORIES = Object.keys(surface).filter((name) => registryNames('tasks').includes(kebab(name)))
function registryNames(name: string): string[] {
  return (
    registries()
      .find((one) => one.name === name)
      ?.rows.map(([first = '']) => first) ?? []
  )
}
function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
/** Names that begin like a matcher's. */
const OTHERS = new Set(['toBe', 'toAnswerBriefly', 'toLangChain', 'toMyClaim'])
const BLAMES = ['configuration', 'key', 'account', 'endpoint'] satisfies Blame[]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const benches = Object.keys(scripts).filter((name) => /^(bench$|bench:|chaos$|soak$|study$|rank$|mutate$)/.test(name))

describe('what a guide lists is what there is', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['outputs in docs/ci.md', table('docs/ci.md', '`outputs` | what it writes'), OUTPUTS],
    ['formats of a report in docs/ci.md', passage('docs/ci.md', 'each alone:', '. vitest'), Object.keys(reporters)],
    [
      'dataset formats in docs/formats.md',
      table('docs/formats.md', 'format | file | task | id and group'),
      names(datasetFormats),
    ],
    ['instruction formats in docs/formats.md', table('docs/formats.md', 'format | file'), names(instructionFormats)],
    [
      'prompt formats in docs/formats.md',
      table('docs/formats.md', 'format | system text | earlier turns'),
      Object.keys(promptFormats),
    ],
    ['columns in docs/export.md', table('docs/export.md', 'column | type | holds'), names(COLUMNS)],
    [
      'benchmarks in CONTRIBUTING.md',
      table('CONTRIBUTING.md', 'command | answers').map((line) => line.replace(/^npm run /, '')),
      benches,
    ],
    [
      'what an EndpointError blames in docs/serving.md',
      passage('docs/serving.md', '`EndpointError.blames` says which:', '|'),
      BLAMES,
    ],
    ['columns of figures in docs/metrics.md', table('docs/metrics.md', 'column | type | holds'), names(FIGURE_COLUMNS)],
    ['tasks in docs/start.md', passage('docs/start.md', '* Tasks:', '; your own'), FACTORIES],
    [
      'releases in docs/start.md',
      passage('docs/start.md', '* Releases:', '\n  Prompt formats'),
      exported(/^(from|openAI)/),
    ],
    [
      'what the help of list names',
      passageOf(list.help?.join(' ') ?? '', 'What to list, if not all: ', '.'),
      registries().map(({ name }) => name),
    ],
  ])('%s', (_, listed, there) => {
    expect(listed.toSorted()).toEqual(there.toSorted())
    expect(listed.length).toBeGreaterThan(2)
  })

  test('no guide names a matcher or perturbation that there is not', () => {
    // docs/api.md is made of code that is compiled.
    const files = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md') && file !== 'api.md')
    const matchers = ['README.md', ...files.map((file) => `docs/${file}`)].flatMap((file) =>
      [...read(file).matchAll(/[`.](to[A-Z]\w+)[`(]/g)].map(([, name = '']) => name),
    )
    const ranked = table('bench/results/perturbation-ranking.md', 'perturbation | family | why | what was seen')
    expect([...new Set(matchers)].filter((name) => !Object.hasOwn(claimKinds, name) && !OTHERS.has(name))).toEqual([])
    expect(ranked.filter((name) => !Object.hasOwn(perturbations, name))).toEqual([])
    expect([matchers.length > 20, ranked.length > 5]).toEqual([true, true])
  })

  test('the tables of docs/list.md are those that `list` prints', async () => {
    let printed = ''
    await list.run({ values: {}, positionals: [] } as never, { out: (text: string) => (printed += text) } as never)
    const [block = ''] = /(?<=<!-- list:begin -->\n)[\s\S]*?(?=<!-- list:end -->)/.exec(read('docs/list.md')) ?? []
    expect(block.trim().split('\n')).toEqual(printed.trim().split('\n'))
  })
})

function passageOf(text: string, from: string, to: string): string[] {
  const start = text.indexOf(from) + from.length
  return text.slice(start, text.indexOf(to, start)).split(', ')
}
