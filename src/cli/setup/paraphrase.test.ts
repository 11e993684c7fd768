import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, onTestFinished, test } from 'vitest'

import { readInstructions } from '../../sources/index.ts'
import { cliIn } from '../cliIn.testing.ts'

const SET = `# Wordings of ours.
set: qa
task: boolean-qa
licence: Apache-2.0
author: us
reviewed: { by: us, on: '2026-11-21' }
canonical: a
instructions:
  - id: a # the first
    family: plain
    text: 'Read {passage} and answer {question}'
`
const REPLY = JSON.stringify([
  'Answer {question} after reading {passage}',
  'Answer {question}',
  'Answer {question}  after reading {passage}',
  'Having read {passage}, say: {question}',
])
const MODULE = `export const asked = []
export const drafter = { endpointKind: 'function', endpoint: 'x', model: 'drafter', revision: '7', parameters: {}, concurrency: 1,
  format: { name: 'plain', render: (text) => text },
  ask: async ({ prompt, seed }) => ({ text: 'Here: ' + ${JSON.stringify(REPLY)} + (prompt.includes('{passage}, {question}') ? '' : 'no') , finish: 'stop', tokens: { input: null, output: null }, who: { model: 'drafter', revision: '7' } }) }
export const silent = { ...drafter, ask: async () => ({ text: 'No.', finish: 'stop', tokens: { input: null, output: null }, who: { model: 'drafter', revision: '7' } }) }
`

/** A config whose plugin is known by its name and options alone, as the command line reads them. */
const CONFIG = `export default { plugins: [{ name: 'vitest-robustness', api: { options: { releases: { mine: './models.mjs#drafter' }, candidate: 'mine' } } }] }
`

async function cli(...args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'paraphrase-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'qa.yaml'), SET)
  writeFileSync(join(cwd, 'models.mjs'), MODULE)
  writeFileSync(join(cwd, 'vitest.config.mjs'), CONFIG)
  return { cwd, ...(await cliIn(cwd, 'paraphrase', ...args)) }
}

test('drafts are printed, unreviewed; what loses a placeholder or says the same again is dropped with the reason', async () => {
  const { code, out, err, cwd } = await cli('qa.yaml', 'a', '--release', './models.mjs#drafter', '-n', '4')
  expect(code).toBe(0)
  expect(out).toMatchInlineSnapshot(`
    "- id: a-d01
      family: drafted
      text: Answer {question} after reading {passage}
      origin: drafted from a, seed 0
      author: drafter (7)
      reviewed: false
    - id: a-d02
      family: drafted
      text: "Having read {passage}, say: {question}"
      origin: drafted from a, seed 0
      author: drafter (7)
      reviewed: false
    "
  `)
  expect(err).toMatchInlineSnapshot(`
    "dropped: "Answer {question}": it mentions {passage} not at all, the original once
    dropped: "Answer {question}  after reading {passage}": the set has this wording already
    2 drafted, 2 dropped; read and sign them before a claim may gate on them.
    "
  `)
  expect(readFileSync(join(cwd, 'qa.yaml'), 'utf8')).toBe(SET)
})

test('or added to the set, which reads back and keeps its comments', async () => {
  const { code, cwd } = await cli('qa.yaml', 'a', '--release', './models.mjs#drafter', '--family', 'machine', '--write')
  expect(code).toBe(0)
  const text = readFileSync(join(cwd, 'qa.yaml'), 'utf8')
  expect(text.startsWith('# Wordings of ours.\n')).toBe(true)
  expect(text).toContain('- id: a # the first')
  const { set } = readInstructions(join(cwd, 'qa.yaml'))
  expect(set.instructions.map(({ id, family, reviewed }) => [id, family, reviewed?.by ?? null])).toEqual([
    ['a', 'plain', 'us'],
    ['a-d01', 'machine', null],
    ['a-d02', 'machine', null],
  ])
})

test('a name of the releases in the config is the release that drafts', async () => {
  const { code, out } = await cli('qa.yaml', 'a', '--release', 'mine', '-n', '4')
  expect([code, out]).toEqual([0, expect.stringContaining('author: drafter (7)')])
})

test('a name that the config does not have is refused with those that it has', async () => {
  const { code, err } = await cli('qa.yaml', 'a', '--release', 'mien')
  expect(code).toBe(2)
  expect(err).toMatchInlineSnapshot(`
    "--release mien: vitest.config.mjs names mine (did you mean "mine"?). Or name a module: --release ./models.ts#mien
    "
  `)
})

test.each([
  [['qa.yaml'], 'needs an instruction set and the id'],
  [['qa.yaml', 'a'], 'needs --release'],
  [['qa.yaml', 'b', '--release', './models.mjs#drafter'], 'has no instruction "b"'],
  [['qa.yaml', 'a', '--release', './models.mjs#drafter', '--count', '0'], 'must be a whole number from 1'],
  [['qa.yaml', 'a', '--release', './models.mjs#drafer'], 'has no export "drafer"'],
  [['qa.yaml', 'a', '--release', './models.mjs#silent'], 'no draft that can be used'],
])('%j: exit 2', async (args, message) => {
  const { code, err } = await cli(...args)
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
})
