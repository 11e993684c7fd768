import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstructions, writeReviews } from '../../sources/index.ts'
import { cliIn, cliOnTerminal, folderWith } from '../cliIn.testing.ts'

const SET = `# Wordings of ours.
set: qa
task: boolean-qa
licence: Apache-2.0
author: us
reviewed: false # not yet
canonical: a
instructions:
  # The product's own.
  - id: a
    family: plain
    text: 'Read {passage} and answer {question}'
  - id: b # drafted
    family: drafted
    author: a model
    text: "Having read {passage}\\e[2J, say: {question}"
    reviewed: false
  - id: c
    family: drafted
    text: |-
      {passage}
      {question}
  - id: d
    family: drafted
    reviewed: { by: Ada, on: '2026-01-02' }
    text: '{question} {passage}'
`

async function project() {
  const cwd = await folderWith({ 'qa.yaml': SET })
  return {
    cwd,
    text: () => readFileSync(join(cwd, 'qa.yaml'), 'utf8').replaceAll(/'20\d\d-(?!01-02)\d\d-\d\d'/g, "'<today>'"),
  }
}

test('on a terminal each unreviewed one is shown beside the canonical one, and takes one key', async () => {
  const { cwd, text } = await project()
  const { code, out } = await cliOnTerminal(cwd, ['x', 'a', 'd', 'a'], 'review', 'qa.yaml', '--by', 'Bea')
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "a, the canonical one:
      | Read {passage} and answer {question}
    1 of 3, by us. Is it what your product asks? [a]ccept [s]kip [q]uit x
    1 of 3, by us. Is it what your product asks? [a]ccept [s]kip [q]uit a
    canonical (a):
      | Read {passage} and answer {question}
    b:
      | Having read {passage}\\u{1b}[2J, say: {question}
    2 of 3, by a model. Does it ask for the same? [a]ccept [d]rop [s]kip [q]uit d
    canonical (a):
      | Read {passage} and answer {question}
    c:
      | {passage}
      | {question}
    3 of 3, by us. Does it ask for the same? [a]ccept [d]rop [s]kip [q]uit a
    2 signed, 1 dropped, 0 left.
    "
  `)
  expect(text()).toMatchInlineSnapshot(`
    "# Wordings of ours.
    set: qa
    task: boolean-qa
    licence: Apache-2.0
    author: us
    reviewed: false # not yet
    canonical: a
    instructions:
      # The product's own.
      - id: a
        family: plain
        text: 'Read {passage} and answer {question}'
        reviewed: { by: Bea, on: '<today>' }
      - id: c
        family: drafted
        text: |-
          {passage}
          {question}
        reviewed: { by: Bea, on: '<today>' }
      - id: d
        family: drafted
        reviewed: { by: Ada, on: '2026-01-02' }
        text: '{question} {passage}'
    "
  `)
  expect((await cliOnTerminal(cwd, [], 'review', 'qa.yaml')).out).toMatchInlineSnapshot(`
    "Nothing to review: all 3 instructions are signed.
    "
  `)
})

test('what was said before the end is kept; what is skipped is left', async () => {
  const { cwd } = await project()
  const { out } = await cliOnTerminal(cwd, ['s', 'a', 'q'], 'review', 'qa.yaml', '--by', 'Bea')
  expect(out).toMatch(/1 signed, 0 dropped, 2 left\.\n$/)
  const { set } = readInstructions(join(cwd, 'qa.yaml'))
  expect(set.instructions.map(({ id, reviewed }) => [id, reviewed?.by ?? null])).toEqual([
    ['a', null],
    ['b', 'Bea'],
    ['c', null],
    ['d', 'Ada'],
  ])
})

test('without a terminal they are listed, and may be signed by id', async () => {
  const { cwd } = await project()
  const { code, out } = await cliIn(cwd, 'review', 'qa.yaml')
  expect([code, out]).toMatchInlineSnapshot(`
    [
      0,
      "canonical (a):
      | Read {passage} and answer {question}
    b:
      | Having read {passage}\\u{1b}[2J, say: {question}
    c:
      | {passage}
      | {question}
    3 instructions are not reviewed: a, b, c
    To read them one by one, run this on a terminal. Or sign those that you have read here:
      npx vitest-robustness review qa.yaml --accept a --accept b --accept c --by "your name"
    ",
    ]
  `)
  const signed = await cliIn(cwd, 'review', 'qa.yaml', '--accept', 'a', '--drop', 'b', '--accept', 'c', '--by', 'Bea')
  expect(signed.out).toMatchInlineSnapshot(`
    "2 signed, 1 dropped, 0 left.
    "
  `)
  expect((await cliIn(cwd, 'review', 'qa.yaml')).out).toBe('Nothing to review: all 3 instructions are signed.\n')
})

test.each([
  [[]],
  [['gone.yaml']],
  [['qa.yaml', '--accept', 'e']],
  [['qa.yaml', '--accept', 'd']],
  [['qa.yaml', '--accept', 'b', '--drop', 'b']],
  [['qa.yaml', '--drop', 'a']],
  [['qa.yaml', '--accept', 'b', '--by', ' ']],
])('review %j: exit 2, and nothing is written', async (args) => {
  const { cwd, text } = await project()
  const { code, err } = await cliIn(cwd, 'review', ...args)
  expect(code).toBe(2)
  expect(err.replaceAll(/[^\s(]*robustness-logs-\w+/g, '<folder>')).toMatchSnapshot()
  expect(text()).toBe(SET)
})

test('whatever is signed or dropped, in whatever order: the rest reads as before, and comments are there', () => {
  const choices = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()), {
    selector: ([id]) => id,
  })
  fc.assert(
    fc.property(choices, (made) => {
      const kept = ['a', 'b', 'c', 'd'].filter((id) => !made.some(([one, drop]) => drop && one === id))
      const text = writeReviews(
        SET,
        new Map(made.map(([id, drop]) => [id, drop ? { drop } : { by: "O'Neil: #1", on: '2026-11-21' }])),
      )
      expect(text).toContain('# Wordings of ours.')
      expect(text).toContain('reviewed: false # not yet')
      expect(text).toContain("# The product's own.")
      expect(text.includes('# drafted')).toBe(kept.includes('b'))
      const ids = [...text.matchAll(/^ *- id: (\w)/gm)].map(([, id]) => id)
      expect(ids).toEqual(kept)
      expect(text.match(/reviewed: \{ by: "?O'Neil: #1"?, on: '2026-11-21' \}/g)?.length ?? 0).toBe(
        made.filter(([, drop]) => !drop).length,
      )
    }),
  )
})

test('a set that is left with one wording is named, with what to do', async () => {
  const cwd = await folderWith({
    'two.yaml': SET.slice(0, SET.indexOf('  - id: c')).replace(/reviewed: false # not yet/, 'reviewed: false'),
  })
  const { code, out } = await cliIn(cwd, 'review', 'two.yaml', '--accept', 'a', '--drop', 'b', '--by', 'Bea')
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "1 signed, 1 dropped, 0 left.
    One wording is left, a: a claim about rewordings (toBeStableUnderParaphrase) is a usage error until there are others.
    Write some into the file, or have a model draft them:
      npx vitest-robustness paraphrase two.yaml a --release <name> --write
    Or take that test out of the suite.
    "
  `)
})
