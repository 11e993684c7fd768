import { afterEach, expect, test } from 'vitest'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Instructions that show a field which some examples lack, from the files to the recomputed run. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

/** Every tenth passage has no title. */
const DATA = Array.from({ length: 200 }, (_, at) => {
  const answer = at % 2 === 0 ? 'yes' : 'no'
  const input = { passage: `Note ${at} says ${answer}.`, question: `Is it yes in note ${at}?` }
  return `${JSON.stringify({ input, ...(at % 10 !== 0 && { optional: { title: `Title ${at}` } }), gold: answer })}\n`
}).join('')

const FILES = {
  'data/notes.jsonl': DATA,
  'data/notes.yaml': `set: notes
task: boolean-qa
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: n1
instructions:
  - { id: n1, family: plain, text: '{passage} {question}' }
  - { id: n2, family: titled, text: 'Under the title {title}: {passage} {question}' }
`,
  'a.robust.ts': `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const notes = booleanQa({ examples: { file: 'data/notes.jsonl', onRefused: 'list' }, instructions: 'data/notes.yaml' })
test('keeps its answer', async () => { await expect(release().on(notes)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 }) })
`,
  // A prompt with a hole is answered in a way that fails the claim.
  'releases.ts': releases(
    `return /undefined|\\{|title : |title  /.test(prompt) ? 'no idea' : /says (yes|no)/.exec(prompt)?.[1] ?? 'none'`,
  ),
}
const LEFT_OUT = 'left out: 20 of 200 examples, without {title}, which instruction "n2" shows'

test('claims and measurements say which examples were left out, and why', { timeout: 120_000 }, async () => {
  project = fakeProject(FILES)
  const { code, output } = await project.vitest()
  const { claims, tasks } = project.run().evidence
  expect({ code, output }).toMatchObject({ code: 0 })
  expect(claims[0]).toMatchObject({ verdict: 'pass', pool: 180 })
  expect(claims[0]!.notes).toContain(LEFT_OUT)
  expect(tasks[0]!.sources[0]!.refused).toMatchObject({
    count: 20,
    first: expect.arrayContaining([{ line: 1, reason: 'has no {title}, which instruction "n2" shows' }]),
  })
  const verified = await project.shell('cli report --verify --rescore')
  expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('Verified: 1 claim') })
  expect((await project.shell('cli report --format markdown')).output).toContain('left out: 20 items')

  const measured = await project.shell('cli measure --cells 300')
  expect(measured).toMatchObject({ code: 0, output: expect.stringContaining('20 of 200 examples, without {title}') })
  expect(project.run().evidence.measurements?.tasks[0]?.plan).toMatchObject({ examples: 180, leftOut: [LEFT_OUT] })
  expect(await project.shell('cli report --verify')).toMatchObject({ code: 0 })
})
