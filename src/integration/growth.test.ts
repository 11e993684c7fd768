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
  test('come last, under the same claims; those that changed start a new order, by name', async () => {
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
    expect((await fake.shell('cli doctor')).output).not.toContain('changed since the baseline was accepted')

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

  test('meet as many variants as the plan chose for the first ones, in a baseline too', async () => {
    const claims = (options: string) => `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.05, family: 'unseen'${options} }) })
test('stable', async () => { await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1${options} }) })
`
    const fake = (project = fakeProject({
      'a.robust.ts': claims(''),
      'data/qa.jsonl': dataset(150),
      // Now and then wrong on an unseen wording, so that claims go on asking.
      'releases.ts': releases(`return unseen(prompt) && /Item \\d*7 /.test(prompt) ? 'maybe' : right(prompt)`),
      'vitest.config.ts': config(`baseline: 'baselines/line'`),
    }))
    const drawn = () =>
      fake.run().evidence.claims.map(({ title, id, spec }) => [title, spec.roles.at(-1)?.draw, id] as const)
    const plan = await fake.shell('cli plan')
    const draw = plan.output.split('\n').filter((line) => line.startsWith('  draw'))
    expect(draw.join('\n')).toMatchInlineSnapshot(
      `
      "  draw     4 of 4 asked; all that there are: an unchanged release passes about 66 times in 100, and 50 with 1 (150 sources, 10% of cells differ, as many up as down, cells of one source correlated by 0.25); at most 600 cells instead of 150
        draw     1 of 1 canonical, 5 of 6 paraphrase; as few as are enough for four times in five: an unchanged release passes about 86 times in 100, and 67 with 2 (150 sources, the truth is 0.05, cells of one source correlated by 0.25); at most 900 cells instead of 450"
    `,
    )

    expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).output).toMatch(/Accepted/)
    await fake.vitest()
    const first = drawn()
    expect(first.map(([title, count]) => [title, count])).toEqual([
      ['no worse', 4],
      ['stable', 5],
    ])
    expect((await fake.shell('cli report --verify')).code).toBe(0)

    fake.write('data/qa.jsonl', dataset(390))
    await fake.vitest()
    expect(drawn()).toEqual(first)
    expect(fake.run().evidence.missing).toEqual([])
    expect((await fake.shell('cli report --verify')).code).toBe(0)
    expect((await fake.shell('cli plan')).output).toMatch(/draw {5}4 of 4 asked; as many as in the accepted baseline/)

    // A smaller budget leaves what was accepted; what the suite says is another claim, by name.
    fake.write('vitest.config.ts', config(`baseline: 'baselines/line', maxCells: 300`))
    await fake.vitest()
    expect(drawn()).toEqual(first)
    fake.write('a.robust.ts', claims(', variants: 1'))
    const said = await fake.vitest()
    expect(drawn().map(([, count]) => count)).toEqual([1, 1])
    expect(said.output.replaceAll(/\s+/g, ' ')).toMatch(
      /claims ask something else than the accepted ones of their names/,
    )
  })
})
