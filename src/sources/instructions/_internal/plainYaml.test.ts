import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainYaml } from './plainYaml.ts'
import { anyYaml, yamlDocument, type YamlDocument } from './yamlDocument.ts'

const SET = `# a comment
set: re
task: relation-extraction
author: the project's authors
reviewed: { by: the project's authors, on: '2026-11-21' }
labels:
  founded_by: founded by
  born-in: "born\\tin"
canonical: re-s01
notes-from: { a: 2026-11-21, b: c }
checked: 2026-11-21

instructions:
  - id: re-s01
    family: imperative
    # the first
    text: |-
      Name the relation between {head} and {tail}.

        Sentence: {sentence} # as it is
  - id: re-s02
    text: '{sentence} isn''t {head}'
    options: { item: '({id}) {text}', separator: "\\n" }
    reviewed: false
    origin: null
    translations:
      de: |
        {sentence}

notes:
  - first
  - 'second'
  - { a: b }
`

/** Paths and keys of a value, and some that are not there. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly [readonly string[], string | undefined])[] {
  const own = [undefined, 'id', '0'].map((key) => [path, key] as const)
  const strange = [
    [...path, 'nothing'],
    [...path, '0'],
    [...path, '7', 'id'],
  ].map((one) => [one, 'id'] as const)
  if (typeof value !== 'object' || value === null) return [...own, ...strange]
  const keys = Object.keys(value).map((key) => [path, key] as const)
  return [
    ...own,
    ...strange,
    ...keys,
    ...Object.entries(value).flatMap(([key, item]) => placesIn(item, path.concat(key))),
  ]
}

/** All that can be asked of a document. */
function everything({ value, locate }: YamlDocument) {
  return { value, places: placesIn(value).map(([path, key]) => locate(path, key)) }
}

function expectSame(text: string): boolean {
  if (plainYaml(text) === null) return false
  expect(everything(yamlDocument(text, 'i.yaml'))).toStrictEqual(everything(anyYaml(text, 'i.yaml')))
  return true
}

test('a set as people write it is read as the package for YAML reads it, with every place', () => {
  expect(expectSame(SET)).toBe(true)
  expect(expectSame(SET.trimEnd())).toBe(true)
  expect(expectSame('a:\n  - b: |\n      c')).toBe(true)
})

test('the instruction sets of this repository are of the plain part', () => {
  const files = globSync(['packs/*/instructions.yaml', 'fixtures/instructions/*.yaml'], {
    cwd: join(import.meta.dirname, '../../../..'),
  })
  expect(files.length).toBeGreaterThan(5)
  for (const file of files) {
    const text = readFileSync(join(import.meta.dirname, '../../../..', file), 'utf8')
    expect({ file, plain: expectSame(text) }).toEqual({ file, plain: true })
  }
})

test.each([
  '',
  '# nothing',
  'a text',
  '{"set": "re"}',
  'a: b\na: c',
  'a: 1',
  'a: 2026-11-21 b',
  'a: { b: 2026-11-21T }',
  'a: ~',
  'a: True',
  'true: a',
  'a: b\n  c',
  'a: b # c',
  'a: b: c',
  'a: {{name}}',
  'a: {b: c}',
  'a: { b: 1 }',
  'a: [b]',
  'a: &b c',
  'a: *b',
  'a: !b c',
  'a: >\n  b',
  'a: |+\n  b\n',
  'a: |\n    b\n  c\n',
  'a: |\n\n  b\n',
  'a: "b\\x41"',
  "a: 'b' c",
  'a:\n- b',
  'a:\tb',
  'a: b\r\n',
  '\uFEFFa: b',
  '---\na: b',
  'a: b\n...\n',
  '%YAML 1.2\na: b',
  '? a\n: b',
  '- - a',
  `${Array.from({ length: 120 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')} b`,
])('what is not plainly of it is left to that package: %j', (text) => {
  expect(plainYaml(text)).toBeNull()
})

/** Pieces that mean something somewhere in YAML. */
const CHARACTERS = Array.from('#:-"\'{}[],|>&*!%@?~0=é😀\\\t\n \u2028\u00A0')
const PIECES = ['  ', ' #', ': ', '- ', '|-', '|+', '? ', 'null', 'true', 'False', '1.5', '\\n', '\r\n', '---', '...']
const LINES = ['\n\n', '\n    ', '{ a: b }', '.inf', '<<: ', '\n # x\n', '__proto__: a\n', 'set: a\n']
const edit = fc.oneof(
  fc.record({
    how: fc.constant('put' as const),
    at: fc.nat(1000),
    piece: fc.constantFrom(...CHARACTERS, ...PIECES, ...LINES),
  }),
  fc.record({ how: fc.constant('cut' as const), at: fc.nat(1000), length: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ how: fc.constant('drop' as const), line: fc.nat(40) }),
  fc.record({ how: fc.constant('copy' as const), line: fc.nat(40), to: fc.nat(40), indent: fc.nat(3) }),
  fc.record({ how: fc.constant('shift' as const), line: fc.nat(40), by: fc.constantFrom(-1, 1, 2) }),
)
type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never

function edited(text: string, one: Edit): string {
  if (one.how === 'put') return text.slice(0, one.at) + one.piece + text.slice(one.at)
  if (one.how === 'cut') return text.slice(0, one.at) + text.slice(one.at + one.length)
  const lines = text.split('\n')
  const line = one.line % lines.length
  if (one.how === 'drop') lines.splice(line, 1)
  else if (one.how === 'copy') lines.splice(one.to, 0, ' '.repeat(one.indent) + lines[line]!)
  else lines[line] = one.by < 0 ? lines[line]!.slice(1) : ' '.repeat(one.by) + lines[line]!
  return lines.join('\n')
}

test('whatever is changed in a set, what is read at all is read in the same way', () => {
  let read = 0
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      if (expectSame(edits.reduce(edited, SET))) read++
    }),
    { numRuns: 1500 },
  )
  expect(read).toBeGreaterThan(100)
})
