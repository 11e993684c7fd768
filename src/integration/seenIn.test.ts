import { afterEach, expect, test } from 'vitest'
import { config, fakeProject, instructionSet, type FakeProject } from './fakeProject.testing.ts'

let project: FakeProject | undefined
afterEach(() => project?.remove())

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('generalizes', () => expect(release().on(qa)).toGeneralizeToUnseenInstructions({ maxDrop: 0.3 }))
test('is right', () => expect(release().on(qa)).toStayAbove({ accuracy: 0.7, family: 'unseen' }))
`
/** Two of the project's seven instructions as they stand in training data, one of them reworded a little. */
const TRAIN = [
  'Read the text and answer yes or no. Text: The sky is blue. Question: Is it?',
  'would you KINDLY look at this: the sky is blue, is it?',
  'something else altogether, of some length',
]
  .map((text) => `${JSON.stringify({ prompt: text, answer: 'yes' })}\n`)
  .join('')

async function populations(options: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  project = fakeProject({ 'vitest.config.ts': config(options), 'train.jsonl': TRAIN, 'a.robust.ts': SUITE, ...files })
  const { output } = await project.vitest()
  expect(output).toContain('GATE: PASS')
  return project.run().evidence.claims.map(({ population }) => population)
}

test('what a line was tuned on is found in its training data', { timeout: 60_000 }, async () => {
  expect(await populations(`seen: undefined, seenIn: 'train.jsonl',`)).toEqual([
    'from these 2 seen to these 5 unseen instructions',
    'on these 5 unseen instructions',
  ])
})

test('a table of data sets says it by the origin of each wording', { timeout: 60_000 }, async () => {
  const origins = { s1: 'FLAN bool_q-1', s2: 'a course book', u1: 'FLAN drop-2', u2: 'a course book' }
  const lines = Object.entries(origins).reduce(
    (set, [id, origin]) => set.replace(`id: ${id}\n`, `id: ${id}\n    origin: ${origin}\n`),
    instructionSet(),
  )
  const files = { 'tuned.csv': 'dataset,tuned\nbool_q,yes\na course book,yes\ndrop,no\n', 'data/qa.yaml': lines }
  expect(await populations(`seen: undefined, seenIn: 'tuned.csv',`, files)).toEqual([
    'from these 3 seen to these 4 unseen instructions',
    'on these 4 unseen instructions',
  ])
})

test('where nobody says it, unseen instructions are only declared to be', { timeout: 60_000 }, async () => {
  expect(await populations('seen: undefined,')).toEqual([
    'from these 1 seen to these 6 declared unseen instructions',
    'on these 6 declared unseen instructions',
  ])
})

test('a misspelt id among those that were seen is named', { timeout: 60_000 }, async () => {
  expect(await populations(`seen: ['s1', 's2', 's33'],`)).toEqual([
    'from these 2 seen to these 5 unseen instructions',
    'on these 5 unseen instructions',
  ])
  const [warning, ...others] = project!.run().context.warnings ?? []
  expect(others).toEqual([])
  expect(warning).toMatch(/^"seen" names instructions that no task of this run has: "s33" \(did you mean "s3"\?\)/)
})

test('an id that the suite leaves out of its file is no misspelt one', { timeout: 60_000 }, async () => {
  const tasks = `import { booleanQa } from 'vitest-robustness'
export const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: { file: 'data/qa.yaml', only: ['s1', 'u1', 'u2'] } })
`
  expect(await populations(`seen: ['s1', 's2', 's3'],`, { 'tasks.ts': tasks })).toEqual([
    'from these 1 seen to these 2 unseen instructions',
    'on these 2 unseen instructions',
  ])
  expect(project!.run().context.warnings ?? []).toEqual([])
})
