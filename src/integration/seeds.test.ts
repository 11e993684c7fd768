import { afterEach, expect, test } from 'vitest'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.6, family: 'unseen' }) })
`

let project: FakeProject | undefined
afterEach(() => project?.remove())

test(
  'a pass under a new seed after a gate that did not pass is not decided, unless a reason is given',
  { timeout: 300_000 },
  async () => {
    const wrong = releases(`return unseen(prompt) ? 'maybe' : right(prompt)`)
    const fake = (project = fakeProject({
      'a.robust.ts': SUITE,
      'data/qa.jsonl': dataset(60),
      'releases.ts': wrong,
      'vitest.config.ts': config(),
    }))
    expect((await fake.vitest()).code).toBe(1)
    // The same revision answers otherwise now: what ten seeds until one passes would make of a release at the limit.
    fake.write('releases.ts', releases('return right(prompt)'))
    const again = await fake.vitest([], { ROBUSTNESS_SEED: '1' })
    expect(again.code).toBe(3)
    expect(again.output.replaceAll(/\s+/g, ' ')).toContain(
      '1 earlier gate of candidate@1 on these claims did not pass under another seed (seed 0: fail): a new seed is another chance.',
    )
    expect(fake.run().evidence.earlierGates).toMatchObject({ gates: [{ seed: '0', verdict: 'fail' }] })
    expect((await fake.shell('cli report --verify')).code).toBe(0)
    const said = await fake.shell('cli gate --new-attempt=mended', { ROBUSTNESS_SEED: '2' })
    expect(said.code).toBe(0)
    expect(said.output.replaceAll(/\s+/g, ' ')).toContain(
      'in this one gate, the 3rd of this revision (seed 0: fail, seed 1: pass); attempts are not counted',
    )
    // Another model of the same revision has had no gate.
    expect((await fake.vitest([], { ROBUSTNESS_SEED: '3', ROBUSTNESS_RELEASE: 'accepted' })).code).toBe(0)
    const { candidate, earlierGates } = fake.run().evidence
    expect([candidate.model, candidate.revision, earlierGates?.gates ?? []]).toEqual(['accepted', '1', []])
    expect(said.output.replaceAll(/\s+/g, ' ')).toContain('New attempt, after seed 0: fail, seed 1: pass: mended')
  },
)
