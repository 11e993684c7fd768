import { describe, expect, test } from 'vitest'
import { entryLine } from '../host/entry.ts'
import { fakeProject, type FakeProject } from './fakeProject.testing.ts'

/** Lines that another program left among the recorded answers never end a run: they are named by place, and asked again. */

const SUITE = `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
test('stable', async () => {
  await expect(release().on(booleanQa({ examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' }))).toBeStableUnderParaphrase({ maxFlipRate: 0.1 })
})
`
const STORE = '.robustness/store/answers.jsonl'

/** A project whose gate has passed and recorded its answers. */
async function recorded(): Promise<FakeProject> {
  const project = fakeProject({ 'a.robust.ts': SUITE })
  expect((await project.vitest([], { ROBUSTNESS_STORE: 'record' })).code).toBe(0)
  return project
}

/** Rewrites the answers of the first lines; without a checksum where `sums` is false. */
function forge(project: FakeProject, answers: readonly object[], sums: boolean): void {
  const lines = project.read(STORE).trim().split('\n')
  for (const [index, answer] of answers.entries()) {
    const { sum: _, ...entry } = JSON.parse(lines[index]!) as Record<string, unknown>
    const json = JSON.stringify({ ...entry, answer })
    lines[index] = sums ? entryLine(json) : json
  }
  project.write(STORE, `${lines.join('\n')}\n`)
}

const WRONG = [
  { kind: 'rejection', outcome: 'answered', reason: 5, who: 7 },
  { kind: 'answer', text: 'yes' },
]

describe('recorded answers of the wrong shape', { timeout: 60_000 }, () => {
  test.each([
    [
      'with a checksum',
      true,
      [/answers\.jsonl:1: answer\.outcome must be/, /answers\.jsonl:2: answer\.finish must be/],
    ],
    ['without a checksum', false, [/answers\.jsonl:1: it has no checksum/, /answers\.jsonl:2: it has no checksum/]],
  ])('%s are named, dropped and asked again', async (_, sums, named) => {
    const project = await recorded()
    forge(project, WRONG, sums)
    await project.sh(`rm -rf ${project.root}/.robustness/journal`)
    const { code, output } = await project.vitest([], { ROBUSTNESS_STORE: 'record' })
    for (const one of named) expect(output).toMatch(one)
    expect(output).not.toContain('TypeError')
    expect(code).toBe(0)
    const { warnings = [] } = project.run().context
    for (const one of named) expect(warnings.join('\n')).toMatch(one)
    expect((await project.shell('cli store verify')).code).toBe(0)
    expect((await project.shell('cli report --verify')).code).toBe(0)
    project.remove()
  })

  test('are not said to be asked again by a replay, which asks nothing', async () => {
    const project = await recorded()
    forge(project, WRONG, true)
    await project.sh(`rm -rf ${project.root}/.robustness/journal`)
    const { output } = await project.vitest([], { ROBUSTNESS_STORE: 'replay' })
    expect(output).toMatch(
      /answers\.jsonl:1: answer\.outcome must be .*: dropped, so its request has no recorded answer/,
    )
    expect(output).not.toContain('asked again')
    expect(project.run().context.warnings?.join('\n')).not.toContain('asked again')
    project.remove()
  })

  test('in the journal of a killed run are named, and the run goes on', async () => {
    const project = fakeProject({ 'a.robust.ts': SUITE })
    const first = await project.vitest()
    const file = (await project.sh(`ls -S .robustness/journal/*.jsonl`)).output.trim().split('\n')[0]!
    // A journal that goes on: one of a decided gate has another name.
    const journal = file.replace('.decided.jsonl', '.jsonl')
    const lines = project.read(file).trim().split('\n')
    const { sum: _, ...entry } = JSON.parse(lines[0]!) as Record<string, unknown>
    lines[0] = entryLine(JSON.stringify({ ...entry, answer: WRONG[0] }))
    project.write(journal, `${lines.join('\n')}\n`)
    const again = await project.vitest()
    expect(again.code).toBe(first.code)
    expect(again.output).toMatch(/journal\/\S+\.jsonl:1: answer\.outcome must be .*: dropped, its cell is asked again/)
    project.remove()
  })

  test('an answer that a refresh replaced is named in the output and in the report', async () => {
    const project = await recorded()
    forge(
      project,
      [
        {
          kind: 'answer',
          text: 'maybe',
          finish: 'stop',
          tokens: { input: 1, output: 1 },
          who: { model: 'm', revision: 'r' },
        },
      ],
      true,
    )
    await project.sh(`rm -rf ${project.root}/.robustness/journal`)
    const { output } = await project.vitest([], { ROBUSTNESS_STORE: 'refresh' })
    const named = /replaces the recorded answer of "\S+" under key [0-9a-f]{12} with another one \(refreshed\)/
    expect(project.run().context.warnings?.join('\n')).toMatch(named)
    expect(output.replaceAll(/\s+/g, ' ')).toMatch(named)
    project.remove()
  })
})
