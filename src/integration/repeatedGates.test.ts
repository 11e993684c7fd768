import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** A release that is wrong on 7% of the items, held to 5%, gated again and again. */
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.95, family: 'seen' }) })
test('also right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.9, family: 'seen' }) })
`
const WRONG = `return Number(/tem (\\d+)/.exec(prompt)?.[1]) % 14 === 3 ? 'maybe' : right(prompt)`

let project: FakeProject | undefined
afterEach(() => project?.remove())

async function start(): Promise<FakeProject> {
  const fake = (project = fakeProject({
    'a.robust.ts': SUITE,
    'releases.ts': releases(WRONG),
    'vitest.config.ts': config(`baseline: 'baselines/line', ledger: true,`),
  }))
  expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
  return fake
}

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('a release that is wrong on 7%, held to 5%, with a ledger', { timeout: 300_000 }, () => {
  test('never ships, however often it is gated under another seed', async () => {
    const fake = await start()
    const codes: (number | null)[] = []
    for (let seed = 0; seed < 10; seed++) {
      // Each gate is the next attempt: they cannot run at once.
      // oxlint-disable-next-line no-await-in-loop
      codes.push((await fake.vitest([], { ROBUSTNESS_SEED: String(seed) })).code)
    }
    expect(codes).not.toContain(0)
    const { attempt, claims } = fake.run().evidence
    expect(attempt).toMatchObject({ number: 10, alpha: expect.closeTo((6 * 0.05) / (Math.PI ** 2 * 100), 12) })
    // What decides is the same pool each time, whatever was shown before.
    expect(claims.map(({ pool }) => pool)).toEqual([360, 360])
    expect(claims.find(({ title }) => title === 'right')?.estimate).toBeGreaterThan(0.9)
  })

  test('ways around are counted or named', async () => {
    const fake = await start()
    expect((await fake.vitest()).code).not.toBe(0)
    const { number } = fake.run().evidence.attempt!

    fake.write('a.robust.ts', SUITE.replace(`test('right'`, `test('other'`))
    const renamed = await fake.vitest()
    expect(renamed.code).not.toBe(0)
    expect(inOneLine(renamed.output)).toMatch(/"right" is "other"/)
    expect(fake.run().evidence.attempt).toMatchObject({ number })

    fake.write('a.robust.ts', SUITE.replace('0.95', '0.9301'))
    expect((await fake.vitest()).code).toBe(3)
    fake.write('a.robust.ts', SUITE)

    const part = await fake.vitest(['-t', 'also right'])
    expect(part.code).toBe(3)
    expect(inOneLine(part.output)).toContain('Only part of the suites ran')

    const wording = fake.read('data/qa.yaml')
    fake.write('data/qa.yaml', wording.replace('Read the text and answer', 'Read this text and answer'))
    expect((await fake.vitest()).code).not.toBe(0)
    fake.write('data/qa.yaml', wording)

    const data = fake.read('data/qa.jsonl')
    fake.write('data/qa.jsonl', data.replace(/^.*tem 3 says.*\n/m, ''))
    const removed = await fake.vitest()
    expect(removed.code).not.toBe(0)
    expect(fake.run().evidence.tasks[0]?.beganAnew).toMatch(/^Task qa: 1 source is gone/)
    fake.write('data/qa.jsonl', data)

    // A waiver does what it says, and every report says what the guarantee leaves out.
    fake.write(
      'robustness.waivers.yaml',
      'waivers:\n  - claim: right\n    limit: 0.8\n    reason: known\n    owner: ann\n    expires: 2099-12-31\n',
    )
    const waived = await fake.vitest()
    expect(inOneLine(waived.output)).toContain('so the guarantee excludes')
  })
})
