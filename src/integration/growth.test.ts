import { afterEach, describe, expect, test } from 'vitest'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.85, family: 'unseen' }) })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.2, family: 'unseen' }) })
`

let project: FakeProject | undefined
afterEach(() => project?.remove())

/** The sources of a claim of the latest run in plan order. */
function orderOf(fake: FakeProject, title: string): readonly string[] {
  return fake.run().evidence.claims.find((claim) => claim.title === title)?.order ?? []
}

describe('examples that are added after a gate', { timeout: 300_000 }, () => {
  test('come last, under the same claims; those that changed begin anew, by name', async () => {
    const fake = (project = fakeProject({
      'a.robust.ts': SUITE,
      'data/qa.jsonl': dataset(30),
      // Wrong on unseen wordings of every tenth item: too near to the limits for so few.
      'releases.ts': releases(`return unseen(prompt) && /Item \\d*0 /.test(prompt) ? 'maybe' : right(prompt)`),
      'vitest.config.ts': config(`baseline: 'baselines/line'`),
    }))
    expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    expect((await fake.vitest()).code).toBe(3)
    const before = orderOf(fake, 'right')
    expect(before).toHaveLength(30)
    const ids = fake.run().evidence.claims.map(({ id }) => id)

    fake.write('data/qa.jsonl', dataset(45))
    expect((await fake.vitest()).code).toBe(3)
    const { claims, missing, tasks } = fake.run().evidence
    expect([missing, claims.map(({ id }) => id)]).toEqual([[], ids])
    expect(orderOf(fake, 'right').slice(0, 30)).toEqual(before)
    expect(orderOf(fake, 'right')).toHaveLength(45)
    // The accepted release is pinned and can be asked, so its cells of the added examples are.
    expect(orderOf(fake, 'no worse')).toHaveLength(45)
    expect(tasks).toMatchObject([
      { name: 'qa', generations: [30, 15], grownFrom: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    expect((await fake.shell('cli report --verify')).code).toBe(0)

    fake.write('data/qa.jsonl', dataset(60))
    fake.write(
      'releases.ts',
      fake.read('releases.ts').replace("model: 'accepted', revision: '1'", "model: 'accepted', revision: '2'"),
    )
    await fake.vitest()
    expect(fake.run().evidence.tasks).toMatchObject([{ generations: [30, 15, 15] }])
    expect(orderOf(fake, 'right').slice(0, 30)).toEqual(before)
    expect(orderOf(fake, 'no worse').toSorted()).toEqual(before.toSorted())
    expect(
      fake
        .run()
        .evidence.claims.find(({ title }) => title === 'no worse')
        ?.notes.join(),
    ).toMatch(
      /30 added sources wait for the next acceptance: the baseline lacks their cells, and accepted is at revision 2 here/,
    )

    fake.write('data/qa.jsonl', dataset(60).replace('Does item 3 say', 'Did item 3 say'))
    const changed = await fake.vitest()
    expect(changed.code).toBe(2)
    expect(changed.output.replaceAll(/\s+/g, ' ')).toMatch(/Task qa: 1 source is gone \(\w+\)/)
  })
})
