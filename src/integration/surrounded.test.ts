import { expect, onTestFinished, test } from 'vitest'
import { json, serve } from '../models/endpoint/loopback.testing.ts'
import { fakeProject } from './fakeProject.testing.ts'

/** A chat endpoint under claims about what stands around the question, from the suite to the recomputed run. */

interface Message {
  readonly role: string
  readonly content: string
}

const TASKS = `import { booleanQa } from 'vitest-robustness'
const files = { examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' }
export const qa = booleanQa({ name: 'qa', ...files })
export const desk = booleanQa({ name: 'desk', ...files, surroundings: {
  system: 'You are a clerk.',
  turns: [
    { role: 'user', text: 'Are you there?' }, { role: 'assistant', text: 'I am.' },
    { role: 'user', text: 'Is it late?' }, { role: 'assistant', text: 'Not yet.' },
  ],
  documents: ['a', 'b'].map((id) => ({ id, text: 'Rules of house ' + id + '.' })),
} })
`
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { desk, qa } from './tasks.ts'
test('system', async () => { await expect(release().on(desk)).toBeStableUnder('system-wording', { maxFlipRate: 0.1, allowUsually: true }) })
test('turns', async () => { await expect(release().on(desk)).toBeStableUnder('turn-pleasantries', { maxFlipRate: 0.1 }) })
test('documents', async () => { await expect(release().on(desk)).toBeStableUnder('document-order', { maxFlipRate: 0.1 }) })
test('alone', async () => { await expect(release().on(qa)).toBeStableUnder('upper-case', { maxFlipRate: 0.1 }) })
`

test('arrives as messages, is perturbed, shrunk, shown and recomputed', { timeout: 120_000 }, async () => {
  const asked: (readonly Message[])[] = []
  // Turns its answer round where the system message is worded in another way, and for nothing else.
  const { origin } = await serve((response, _, body) => {
    const messages = body['messages'] as readonly Message[]
    asked.push(messages)
    const said = /says (yes|no)/i.exec(messages.at(-1)?.content ?? '')?.[1]?.toLowerCase()
    const [first] = messages
    const touched = first?.role === 'system' && !first.content.includes('You are a clerk.')
    const content = touched ? { yes: 'no', no: 'yes' }[said ?? ''] : said
    json(200, { model: 'm', choices: [{ message: { content }, finish_reason: 'stop' }] })(response)
  })
  const project = fakeProject({
    'tasks.ts': TASKS,
    'a.robust.ts': SUITE,
    'releases.ts': `import { openAICompatible } from 'vitest-robustness/models'
export const accepted = openAICompatible({ origin: process.env.ENDPOINT, model: 'm', revision: '1' })
export const candidate = accepted
`,
  })
  onTestFinished(project.remove)
  const { code, output } = await project.vitest([], { ENDPOINT: origin })
  expect(code).toBe(1)
  const claims = new Map(project.run().evidence.claims.map((claim) => [claim.title, claim]))
  expect(Object.fromEntries([...claims].map(([title, { verdict }]) => [title, verdict]))).toEqual({
    system: 'fail',
    turns: 'pass',
    documents: 'pass',
    alone: 'pass',
  })

  // Apart, in order; documents stay with the question, and a question alone is one message.
  const shapes = new Set(asked.map((messages) => messages.map(({ role }) => role).join(' ')))
  expect(shapes).toEqual(new Set(['system user assistant user assistant user', 'user']))
  const plain = asked.find(
    ([first, second]) => first?.content === 'You are a clerk.' && second?.content === 'Are you there?',
  )
  expect(plain?.map(({ content }) => content)).toEqual([
    'You are a clerk.',
    'Are you there?',
    'I am.',
    'Is it late?',
    'Not yet.',
    expect.stringMatching(
      /^\[a\] Rules of house a\.\n\n\[b\] Rules of house b\.\n\nRead the text and answer yes or no\. Text: /,
    ),
  ])

  // Sentences were put around it too; the opening alone turns the answer.
  const { change, after } = claims.get('system')!.counterexamples[0]!
  expect(change).toMatchObject({
    smallest: true,
    edits: [{ kind: 'replace', part: 'system', before: 'You are ' }],
    marked: [{ part: 'system', before: 'You are a', tail: ' clerk.' }],
  })
  expect(output).toMatch(
    /smallest change: system message: "You are a clerk\." -> "(Act as|Your role is to be) a clerk\."/,
  )
  const verified = await project.shell('cli report --verify --rescore')
  expect(verified.output).toContain('Verified: 4 claims')
  expect(verified.code).toBe(0)
  await project.shell('cli report --format markdown --output report.md')
  expect(project.read('report.md')).toMatch(
    /smallest change: <code>system<\/code>: <del>You are a<\/del> <ins>(Act as|Your role is to be) a<\/ins>/,
  )

  const { code: found, output: shown } = await project.shell(`cli show ${after.cell}`)
  expect(shown).toMatch(/\{"role":"system","content":"[^\n]*(Act as|Your role is to be) a clerk\.[^\n]*"\},\n/)
  expect(shown).toContain('{"role":"assistant","content":"I am."},\n')
  expect(shown).toContain('(recomputed: this is the exact prompt)')
  expect(found).toBe(0)
})
