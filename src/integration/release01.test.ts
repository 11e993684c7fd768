/** A project that was gated with release 0.1: its baseline, ledger, waivers and run, met by this release. */
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

const LEFT = join(import.meta.dirname, '../../fixtures/release-0.1')
const RUN = '20261129010200918-86c803fb'

let project: FakeProject | undefined
afterEach(() => project?.remove())

function projectOf01(): FakeProject {
  const fake = (project = fakeProject({
    'data/qa.jsonl': dataset(60),
    'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.6, family: 'seen' }) })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.3 }) })
`,
    'releases.ts': releases(`return Number(/tem (\\d+)/.exec(prompt)?.[1]) % 3 === 0 ? 'maybe' : right(prompt)`),
    'vitest.config.ts': config(`baseline: 'baselines/line', ledger: true,`),
  }))
  mkdirSync(join(fake.root, '.robustness'), { recursive: true })
  cpSync(join(LEFT, 'baselines'), join(fake.root, 'baselines'), { recursive: true })
  cpSync(join(LEFT, 'robustness.waivers.yaml'), join(fake.root, 'robustness.waivers.yaml'))
  cpSync(join(LEFT, 'runs'), join(fake.root, '.robustness/runs'), { recursive: true })
  fake.write('.robustness/runs/latest', `${RUN}\n`)
  return fake
}

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

test('its files are read; what cannot be compared any more is refused with the command that repairs it', async () => {
  const fake = projectOf01()
  const shown = await fake.shell('cli baseline show')
  expect(shown.code).toBe(0)
  expect(inOneLine(shown.output)).toContain('spent: 1. candidate@1, seed 0: inconclusive at 0.0304, 3 examples shown')

  const printed = await fake.shell(`cli report ${RUN}`)
  expect(printed.code).toBe(0)
  expect(printed.output).toContain('Claim "no worse" is inconclusive')
  const verified = await fake.shell(`cli report ${RUN} --verify`)
  expect(verified.code).not.toBe(0)
  expect(inOneLine(verified.output)).toMatch(
    /run.json has format 1, that of version 0\.1: .* npx vitest-robustness@0\.1 report --verify/,
  )

  const gated = await fake.vitest()
  expect(gated.code).toBe(2)
  expect(inOneLine(gated.output)).toMatch(
    /read by version \d+ of its reader here, the accepted ones were by version 1.*npx vitest-robustness baseline accept/,
  )
  // The ledger goes on, and the waiver holds.
  const { attempt } = fake.run().evidence
  expect(attempt).toMatchObject({ number: 2, earlier: [{ attempt: 1, candidate: 'candidate@1' }] })
  expect(inOneLine(gated.output)).toContain('Waived until 2099-12-31 by ann (known)')

  const accepted = await fake.shell('cli baseline accept --release accepted --yes --by ann')
  expect(accepted.code).toBe(0)
  const again = await fake.vitest()
  expect(again.code).toBe(3)
  expect(
    fake
      .run()
      .evidence.claims.map(({ title, verdict }) => `${title}: ${verdict}`)
      .toSorted(),
  ).toEqual(['no worse: inconclusive', 'right: pass'])
})
