import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, onTestFinished, test } from 'vitest'

import { judgeDoubt, judgeHash } from '../../core/judge/index.ts'
import type { JudgeCard } from '../../core/types/index.ts'
import { cliIn } from '../cliIn.testing.ts'

const RUBRIC = 'Question: {question}\nReference: {reference}\nAnswer: {answer}\nIs it right? Say yes or no.'
/** Calls right what holds the reference, wavers on long answers, and says nothing of dashes. */
const MODULE = `export const judge = { endpointKind: 'function', endpoint: 'x', model: 'judge', revision: '3', parameters: {}, concurrency: 4,
  format: { name: 'plain', render: (text) => text },
  ask: async ({ prompt, trial }) => {
    const [, reference, answer] = /Reference: (.*)\\nAnswer: (.*)\\n/.exec(prompt)
    const text = answer === '-' ? 'Hm.' : answer.length > 20 ? ['yes', 'no'][trial] : answer.includes(reference) ? 'Yes.' : 'No.'
    return { text, finish: 'stop', tokens: { input: null, output: null }, who: { model: 'judge', revision: '3' } }
  } }
`
const label = (answer: string, human: boolean) => JSON.stringify({ question: 'Who?', reference: 'Kol', answer, human })
const LABELS = [
  ...Array.from({ length: 30 }, (_, index) => label(`Kol ${index}`, true)),
  ...Array.from({ length: 26 }, (_, index) => label(`Mo ${index}`, false)),
  label('-', true),
  label('Not Kol', false),
  label('a long answer that could go either way', true),
  label('a long answer that could go either way', false),
].join('\n')

async function cli(labels: string, ...args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'judge-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'labels.jsonl'), labels)
  writeFileSync(join(cwd, 'rubric.md'), RUBRIC)
  writeFileSync(join(cwd, 'models.mjs'), MODULE)
  return { cwd, ...(await cliIn(cwd, 'judge', ...args)) }
}

const WHO = ['--release', './models.mjs#judge', '--rubric', 'rubric.md']

test('a judge is measured against humans and against itself, and its card lets it gate', async () => {
  const { code, out, err, cwd } = await cli(LABELS, 'labels.jsonl', ...WHO, '--output', 'cards/judge.json')
  expect([code, err]).toEqual([0, ''])
  expect(out.replace(/, [0-9a-f]{12}\n/, ', <hash>\n')).toMatchInlineSnapshot(`
    "judge              judge (3), <hash>
    agrees with humans 57 of 60, 95% interval 0.861 to 0.990
    beyond chance      kappa 0.932
    lets wrong pass    2 of 28, 95% interval 0.009 to 0.235
    own noise          2 of 60, 95% interval 0.004 to 0.115
    gates              yes
    "
  `)
  const card = JSON.parse(readFileSync(join(cwd, 'cards/judge.json'), 'utf8')) as JudgeCard
  expect(card.items.find(({ answer }) => answer === '-')).toMatchObject({ judged: null, again: null, human: true })
  const hash = judgeHash({ model: 'judge', revision: '3', parameters: {} }, RUBRIC)
  const setup = { release: 'judge', rubric: RUBRIC, card, minAgreement: 0.8 }
  expect(judgeDoubt(setup, hash)).toBeNull()
  expect(judgeDoubt({ ...setup, minAgreement: 0.95 }, hash)).toMatch(/agrees with humans in 0\.\d+ to/)
})

test('a judge that may not gate exits with 1, and one whose verdicts cannot be read stops early with 2', async () => {
  const at = await cli(LABELS, 'labels.jsonl', ...WHO, '--min-agreement', '0.9')
  expect([at.code, at.out.trim().split('\n').at(-1)]).toEqual([
    1,
    'gates              no: it agrees with humans in 0.861 to 0.990 of the cases, 0.9 is asked for',
  ])
  const few = await cli(label('Kol', true), 'labels.jsonl', ...WHO)
  expect([few.code, few.out]).toEqual([1, expect.stringContaining('no: its card holds 1 human labels, fewer than 30')])
  const dashes = Array.from({ length: 150 }, () => label('-', true)).join('\n')
  const mute = await cli(dashes, 'labels.jsonl', ...WHO)
  expect(mute.code).toBe(2)
  expect(mute.err).toContain(
    `none of 10 verdicts can be read, the last: "Hm."; it must be "yes" or "no"; a rubric declares other words in its ` +
      `first line: verdict: { right: 'correct', wrong: 'incorrect' }`,
  )
})

test.each([
  [LABELS, ['labels.jsonl', ...WHO, '--min-agreement', '2'], '--min-agreement must be above 0 and below 1, not 2'],
  [LABELS, [], 'needs a file of human labels'],
  [LABELS, ['labels.jsonl'], 'needs --release'],
  [LABELS, ['label.jsonl', ...WHO], 'did you mean "labels.jsonl"?'],
  ['', ['labels.jsonl', ...WHO], 'holds no human labels'],
  ['{}\n', ['labels.jsonl', ...WHO], ':1: "question" must be a text'],
  [`${label('a', true)}\n{"x`, ['labels.jsonl', ...WHO], ':2: not valid JSON'],
  [label('a', true).replace('true', '1'), ['labels.jsonl', ...WHO], '"human" must be true or false'],
])('bad input %#: exit 2', async (labels, args, message) => {
  const { code, err } = await cli(labels, ...args)
  expect([code, err]).toEqual([2, expect.stringContaining(message)])
})
