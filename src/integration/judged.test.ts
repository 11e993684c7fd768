import { afterEach, expect, test } from 'vitest'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Free answers scored by a judging model, in a real vitest. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

const FILES = {
  'rubric.md': 'Q: {question}\nR: {reference}\nA: {answer}\nIs the answer right? Say yes or no.',
  'judge.mjs': `export const judge = { endpointKind: 'function', endpoint: 'j', model: 'judge', revision: '1', parameters: {}, concurrency: 4,
  format: { name: 'plain', render: (text) => text },
  ask: async ({ prompt }) => {
    const [, reference, answer] = /R: (.*)\\nA: (.*)\\n/.exec(prompt)
    const text = answer.includes('mumble') ? 'Hm.' : answer.includes(reference) ? 'Yes.' : 'No.'
    return { text, finish: 'stop', tokens: { input: null, output: null }, who: { model: 'judge', revision: '1' } }
  } }
`,
  'labels.jsonl': Array.from({ length: 60 }, (_, index) => {
    const human = index % 2 === 0
    return JSON.stringify({ question: 'Who?', reference: 'Kol', answer: human ? `It was Kol ${index}` : 'Mo', human })
  }).join('\n'),
  'data/fa.jsonl': Array.from({ length: 200 }, (_, index) =>
    JSON.stringify({ input: { question: `Who is number ${index}?` }, gold: `N${index}` }),
  ).join('\n'),
  'data/fa.yaml': `set: fa
task: free-answer
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: a
instructions:
  - { id: a, family: plain, text: 'Answer: {question}' }
  - { id: b, family: polite, text: 'Please answer: {question}' }
`,
  'a.robust.ts': `import { expect, test } from 'vitest'
import { freeAnswer, release } from 'vitest-robustness'
const files = { examples: 'data/fa.jsonl', instructions: 'data/fa.yaml' }
const model = { release: 'judge', rubric: 'rubric.md' }
const measured = freeAnswer({ ...files, name: 'measured', judge: { ...model, card: 'card.json' } })
const unmeasured = freeAnswer({ ...files, name: 'unmeasured', judge: model })
const byHand = freeAnswer({ ...files, name: 'by-hand', judge: { name: 'ends', score: (answer, { gold }) => Number(answer.endsWith(gold)) } })
test('right', () => expect(release().on(measured)).toStayAbove({ accuracy: 0.8 }))
test('not measured', () => expect(release().on(unmeasured)).toStayAbove({ accuracy: 0.99 }))
test('by hand', () => expect(release().on(byHand)).toStayAbove({ accuracy: 0.8 }))
`,
}

async function gate(answer: string) {
  project = fakeProject({
    ...FILES,
    'releases.ts': releases(`const n = 'N' + /\\d+/.exec(prompt)[0]; return ${answer}`),
  })
  const config = project.read('vitest.config.ts')
  project.write('vitest.config.ts', config.replace('releases: {', "releases: { judge: './judge.mjs#judge',"))
  const card = await project.shell(
    'cli judge labels.jsonl --release ./judge.mjs#judge --rubric rubric.md --output card.json',
  )
  expect(card).toMatchObject({ code: 0 })
  const { code, output } = await project.vitest()
  const claims = project.run().evidence.claims.map(({ title, verdict, spec, notes, outcomes }) => {
    const { advisory } = spec
    return [title, { verdict, advisory, outcomes, notes: notes.filter((note) => note.includes('judge')) }] as const
  })
  return { code, output, claims: Object.fromEntries(claims) }
}

test('a judge that was measured gates, one that was not only advises', { timeout: 60_000 }, async () => {
  const { code, claims } = await gate('`I think it is ${n}`')
  expect(claims['right']).toMatchObject({ verdict: 'pass', advisory: false })
  expect(claims['right']?.notes).toEqual([
    'scored by a judge that agrees with humans in 60 of 60 cases and differs from itself in 0 of 60; neither is part of ' +
      "the claim's error rate",
  ])
  expect(claims['not measured']).toMatchObject({ advisory: true })
  expect(claims['not measured']?.notes).toEqual([
    'advisory: the judge of task "unmeasured" may not gate: no human labels are committed for it',
  ])
  expect(claims['by hand']).toMatchObject({ verdict: 'pass', advisory: true })
  expect(code).toBe(0)
  const checked = await project?.shell('cli report --verify --format json --output /dev/null')
  expect(checked?.output).toMatch(/Verified: 3 claims/)
})

test(
  'wrong answers fail, and an answer without a verdict is entered at the worse end',
  { timeout: 60_000 },
  async () => {
    const { code, claims } = await gate(`Number(n.slice(1)) % 2 ? 'mumble' : 'nobody'`)
    expect(claims['right']).toMatchObject({ verdict: 'fail' })
    expect(claims['right']?.outcomes.error).toBeGreaterThan(0)
    expect(code).toBe(1)
  },
)
