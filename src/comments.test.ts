import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

/** The code's comments are sentences in plain English, and its names say what they hold. */

const ROOT = join(import.meta.dirname, '..')

/** A doc comment that begins so has no subject: "What it costs" where "The cost" or "Says what it costs" is meant. */
const HEADLESS = /^(?:What|Whether|How|Why|Who|Whose|Which|Where|When|As|Of)\b/

/** Words that a reader has to translate. */
const ARCHAISMS =
  /\b(?:told|mend(?:s|ed|ing)?|anew|lies?|besides|hence|thence|amiss|upon|nought|shall|lest|albeit|unto|there(?:of|in|by|upon)|where(?:of|in|by|upon)|ever so|to be had|had of)\b/i

/** Names that say nothing of what they hold. Keys of stored records may be named `of`. */
const UNCLEAR = new Set(['of', 'WHOLE', 'BREATH', 'FEW'])

const all = ['src', 'reporters', 'suites', '.ci', 'bench']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(folder, file).replaceAll('\\', '/'),
    ),
  )
  .filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes('/node_modules/'))
  .map((file) => readModule(file, readFileSync(join(ROOT, file), 'utf8')))
const modules = all.filter(({ file }) => !/\.test(?:ing)?\.ts$/.test(file))

describe('comments', () => {
  test('there are some to look at', () => {
    expect(modules.flatMap(({ comments }) => comments).length).toBeGreaterThan(3000)
  })

  test('a doc comment has a subject', () => {
    expect(complaints(({ doc, prose }) => doc && HEADLESS.test(prose))).toEqual([])
  })

  test('none has a word that a reader must translate, in tests either', () => {
    expect(complaints(({ prose }) => ARCHAISMS.test(prose.replaceAll(/`[^`]*`/g, '')), all)).toEqual([])
  })

  test('that of an exported declaration ends with a period, or with the address of its source after one', () => {
    expect(complaints(({ exported, prose }) => exported && !/\.\)?(?: https:\S+)?$/.test(prose))).toEqual([])
  })
})

describe('names', () => {
  test('say what they hold', () => {
    expect(modules.flatMap(({ unclear }) => unclear)).toEqual([])
  })
})

test('a comment or a name that breaks a rule is found, with its line', () => {
  const { comments, unclear } = readModule(
    'a.ts',
    [
      '/** Whether it is\n * amiss */',
      'export function broken({ of }: X, [FEW]: Y) {}',
      '// mended\n// later',
      'type Call = (of: number) => void',
      '/** The key.\n *\n * @example broken() */',
      'export const stored = { of: 1 }',
      '/** Not exported */\nconst BREATH = 1',
    ].join('\n'),
  )
  expect(comments).toEqual([
    { at: 'a.ts:1', doc: true, exported: true, prose: 'Whether it is amiss' },
    { at: 'a.ts:4', doc: false, exported: false, prose: 'mended' },
    { at: 'a.ts:5', doc: false, exported: false, prose: 'later' },
    { at: 'a.ts:7', doc: true, exported: true, prose: 'The key.' },
    { at: 'a.ts:11', doc: true, exported: false, prose: 'Not exported' },
  ])
  expect(unclear).toEqual(['a.ts:3: of', 'a.ts:3: FEW', 'a.ts:6: of', 'a.ts:12: BREATH'])
})

interface Comment {
  readonly at: string
  /** Says whether it begins with two stars. */
  readonly doc: boolean
  /** Says whether it stands above an exported declaration. */
  readonly exported: boolean
  /** The text before the first tag, on one line. */
  readonly prose: string
}

function complaints(broken: (comment: Comment) => boolean, among = modules): readonly string[] {
  return among.flatMap(({ comments }) => comments.filter(broken).map(({ at, prose }) => `${at}: ${prose}`))
}

function readModule(file: string, source: string) {
  const { program, comments } = parseSync(file, source)
  const lineOf = (offset: number) => `${file}:${source.slice(0, offset).split('\n').length}`
  const exportsAt = new Set(
    program.body.filter(({ type }) => /^Export(?:Named|Default)/.test(type)).map(({ start }) => start),
  )
  return {
    file,
    comments: comments.map(({ type, value, start, end }): Comment => {
      const doc = type === 'Block' && value.startsWith('*')
      const next = end + (/^\s*/.exec(source.slice(end))?.[0].length ?? 0)
      const prose = value.replace(/^\*/, '').replaceAll(/\n\s*\*/g, '\n')
      return {
        at: lineOf(start),
        doc,
        exported: doc && exportsAt.has(next),
        prose: (/^[\s\S]*?(?=\n\s*@|$(?![\s\S]))/.exec(prose)?.[0] ?? '').replaceAll(/\s+/g, ' ').trim(),
      }
    }),
    unclear: declaredIn(program)
      .filter(({ name }) => UNCLEAR.has(name))
      .map(({ name, start }) => `${lineOf(start)}: ${name}`),
  }
}

interface Name {
  readonly name: string
  readonly start: number
}

/** The names of variables, parameters, functions, classes and types that a syntax tree declares. */
function declaredIn(node: unknown): readonly Name[] {
  if (Array.isArray(node)) return node.flatMap(declaredIn)
  if (!isNode(node)) return []
  const own = [node['params'], node['param'], /Declarat(?:or|ion)$/.test(node.type) ? node['id'] : null]
  return [...own.flatMap(boundIn), ...Object.values(node).flatMap(declaredIn)]
}

/** The names that a pattern binds: in `{ key: name }` the name alone. */
function boundIn(pattern: unknown): readonly Name[] {
  if (Array.isArray(pattern)) return pattern.flatMap(boundIn)
  if (!isNode(pattern)) return []
  if (pattern.type === 'Identifier') return [{ name: String(pattern['name']), start: pattern.start }]
  return ['properties', 'value', 'elements', 'left', 'argument', 'parameter'].flatMap((part) => boundIn(pattern[part]))
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
