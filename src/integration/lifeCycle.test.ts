import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Accept, gate, waive, roll back: each in a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const NO_WORSE = `test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.1, family: 'unseen' }) })\n`
const RIGHT = `test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.95, family: 'unseen' }) })\n`
/** Wrong on unseen wordings of every tenth item. */
const SLIPS = `return unseen(prompt) && /Item \\d*0 /.test(prompt) ? 'yes' === right(prompt) ? 'no' : 'yes' : right(prompt)`
/** Wrong on all unseen wordings. */
const BAD = `return unseen(prompt) ? 'maybe' : right(prompt)`

let project: FakeProject | undefined
afterEach(() => project?.remove())

function start(suite: string, candidate: string, options = ''): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': SUITE + suite,
    'releases.ts': releases(candidate),
    'vitest.config.ts': config(`baseline: 'baselines/line', ${options}`),
  }))
}

/** What `baseline accept --by ann` starts. */
const accept = (fake: FakeProject, release = 'accepted') =>
  fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: release, ROBUSTNESS_BY: 'ann' })

describe('the life of a baseline', { timeout: 240_000 }, () => {
  test('accepted with a history; a failed release is refused unless forced; rolled back', async () => {
    const fake = start(NO_WORSE, BAD)
    const first = await fake.shell('cli baseline accept --release accepted --yes --by ann')
    expect(first.output).toMatch(/Accepted accepted as the baseline of line "line": 400 cells, 1 claim, [\d.]+ KiB/)
    expect(first.output).toMatch(/No gate run of accepted was found/)
    expect((await fake.vitest()).code).toBe(1)
    const refused = await accept(fake, 'candidate')
    expect(refused.code).toBe(1)
    expect(refused.output).toMatch(
      /Baseline not accepted: the last gate of candidate \(\d+-\w+\) failed: 1 gating claim/,
    )
    const forced = await fake.vitest([], {
      ROBUSTNESS_MODE: 'measure',
      ROBUSTNESS_FORCE: 'a new line',
      ROBUSTNESS_BY: 'ann',
    })
    expect(forced.code).toBe(0)
    const kept = JSON.parse(fake.read('baselines/line/baseline.json')) as Record<string, unknown>
    expect(kept).toMatchObject({
      gate: { verdict: 'fail', forced: 'a new line' },
      claims: [{ title: 'no worse', verdict: 'fail' }],
      sources: { qa: [{ file: 'data/qa.jsonl' }, { file: 'data/qa.yaml' }] },
    })
    const shown = await fake.shell('cli baseline show')
    expect(shown.output).toMatch(
      /history, oldest first:\n {2}line@\w+ accepted, .* by ann\n {2}line@\w+ candidate, .*: a new line/,
    )
    const back = await fake.shell('cli baseline rollback --by bob --reason slipped')
    expect(back.output).toMatch(/^line@\w+ is back: accepted, accepted on/)
    const history = JSON.parse(fake.read('baselines/line/history.json')) as { events: { action: string; by: string }[] }
    expect(history.events.map(({ action, by }) => [action, by])).toEqual([
      ['accepted', 'ann'],
      ['accepted', 'ann'],
      ['rolled back', 'bob'],
    ])
    expect((await fake.vitest()).code).toBe(1)
    expect((await fake.shell('cli baseline rollback')).code).toBe(2)
    expect((await fake.shell('cli baseline rollback --to nothing')).output).toMatch(
      /No baseline "nothing" in the history/,
    )
  })

  test('renamed, skipped, a changed task, an old baseline', async () => {
    const fake = start(NO_WORSE + RIGHT, 'return right(prompt)', 'staleAfterDays: 30,')
    expect((await accept(fake)).code).toBe(0)
    fake.write('a.robust.ts', SUITE + NO_WORSE.replace('no worse', 'not worse') + RIGHT)
    const renamed = await fake.vitest([], { ROBUSTNESS_TODAY: '2099-01-01' })
    expect(renamed.code).toBe(0)
    expect(renamed.output).toMatch(/"no worse" is "not worse"\s+now/)
    expect(renamed.output).toMatch(/The baseline is stale: it is \d+ days old \(stale after 30\)/)
    expect(fake.run().evidence.renamed).toMatchObject([{ from: 'no worse', to: 'not worse' }])
    fake.write('a.robust.ts', SUITE + NO_WORSE + RIGHT.replace('test(', 'test.skip('))
    expect((await fake.vitest()).code).toBe(3)
    expect(fake.run().evidence).toMatchObject({
      missing: ['right'],
      gate: { reasons: expect.arrayContaining([expect.stringMatching(/^The test of "right" is skipped/)]) },
    })
    fake.write('a.robust.ts', SUITE + NO_WORSE + RIGHT)
    fake.write('data/qa.yaml', fake.read('data/qa.yaml').replace('Please consider', 'Please weigh'))
    const changed = await fake.vitest()
    expect(changed.code).toBe(2)
    expect(changed.output).toMatch(/task qa changed: data\/qa\.yaml \(sha256 \w{12}, accepted \w{12}\)/)
  })

  test('a waiver loosens, is named, expires', async () => {
    const fake = start(RIGHT, SLIPS)
    expect((await accept(fake)).code).toBe(0)
    expect((await fake.vitest()).code).toBe(1)
    fake.write(
      'robustness.waivers.yaml',
      'waivers:\n  - claim: right\n    limit: 0.7\n    reason: known\n    owner: ann\n    expires: 2026-12-31\n',
    )
    const waived = await fake.vitest([], { ROBUSTNESS_TODAY: '2026-12-31' })
    expect(waived.code).toBe(0)
    expect(waived.output.replaceAll(/\s+/g, ' ')).toContain(
      'Waived until 2026-12-31 by ann (known): "right" was tested at 0.7 instead of 0.95, so the guarantee excludes',
    )
    expect(fake.run().evidence).toMatchObject({ missing: [], waivers: { today: '2026-12-31' } })
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified: 1 claim and the gate follow/)
    const expired = await fake.vitest([], { ROBUSTNESS_TODAY: '2027-01-01' })
    expect(expired.code).toBe(1)
    expect(expired.output.replaceAll(/\s+/g, ' ')).toContain('expired on 2026-12-31: the claim gates at its own limit')
    fake.write('robustness.waivers.yaml', fake.read('robustness.waivers.yaml').replace('claim: right', 'claim: rigth'))
    const misspelt = await fake.vitest([], { ROBUSTNESS_TODAY: '2026-12-01' })
    expect(misspelt.code).toBe(2)
    expect(misspelt.output.replaceAll(/\s+/g, ' ')).toContain(
      'robustness.waivers.yaml:2:12: no claim "rigth" in this run (did you mean "right"?)',
    )
  })

  test('the ledger: attempts spend α, what is shown never decides, the same candidate goes on', async () => {
    const fake = start(NO_WORSE, BAD, 'ledger: true,')
    expect((await accept(fake)).code).toBe(0)
    const failed = await fake.vitest()
    expect(failed.code).toBe(1)
    const first = fake.run().evidence
    expect(first.attempt).toMatchObject({ number: 1, total: 0.05, earlier: [], display: [{ task: 'qa' }] })
    const display = first.attempt?.display?.[0]?.groups ?? []
    expect(display).toHaveLength(40)
    expect(first.claims[0]?.alpha).toBeCloseTo(0.0304, 4)
    expect(first.claims[0]?.pool).toBe(360)
    expect(first.claims[0]?.order.filter((group) => display.includes(group))).toEqual([])
    const shown = first.claims[0]?.counterexamples.map(({ example }) => example) ?? []
    expect(shown).toHaveLength(3)
    expect(display).toEqual(expect.arrayContaining(shown))
    expect(display).toEqual(expect.arrayContaining([...(first.claims[0]?.display ?? ['none'])]))
    expect(failed.output.replaceAll(/\s+/g, ' ')).toContain(
      '40 sources are the display share: they never decide, and every example shown here is of them.',
    )
    // Nothing of an example that decides is in the page.
    const page = fake.read(`.robustness/runs/${fake.read('.robustness/runs/latest').trim()}/report.html`)
    expect(first.claims[0]?.order.filter((group) => page.includes(group))).toEqual([])
    expect(page).toContain(shown[0])
    const ledger = fake.read('baselines/line/ledger.jsonl')
    expect(ledger.trim().split('\n')).toHaveLength(1)
    expect(fake.read('baselines/line/.gitattributes')).toBe('generations.jsonl merge=union\nledger.jsonl merge=union\n')

    expect((await fake.vitest()).code).toBe(1)
    expect(fake.run().evidence).toEqual(first)
    expect(fake.read('baselines/line/ledger.jsonl')).toBe(ledger)

    // The same revision answers otherwise: another chance, which is counted and does not pass.
    fake.write('releases.ts', releases('return right(prompt)'))
    const other = await fake.vitest()
    expect(other.code).toBe(3)
    expect(other.output.replaceAll(/\s+/g, ' ')).toMatch(
      /Attempt 1 was decided \(fail\) on other evidence: the answers of candidate@1 or the claims are not those of then/,
    )
    expect((await fake.vitest()).code).toBe(0)
    expect(fake.run().evidence.attempt).toMatchObject({ number: 2 })

    fake.write(
      'releases.ts',
      releases('return right(prompt)').replace(/revision: '1'(?![^]*revision)/, `revision: '2'`),
    )
    const second = await fake.vitest()
    expect(second.code).toBe(0)
    const { attempt, claims } = fake.run().evidence
    expect(attempt).toMatchObject({ number: 3, display: first.attempt?.display })
    expect(attempt?.regressions.map(({ score }) => score)).toEqual(shown.map(() => 1))
    expect(claims[0]?.pool).toBe(360)
    expect(second.output.replaceAll(/\s+/g, ' ')).toContain(
      `Regression list, which decides nothing: 3 of 3 shown examples right now, 0 wrong.`,
    )
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified/)
    expect((await fake.shell('cli baseline show')).output).toMatch(
      /1\. candidate@1, seed 0: fail.*\n.*2\. candidate@1, seed 0: pass.*\n.*3\. candidate@2, seed 0: pass/,
    )
  })

  test('cells that the baseline lacks come from its release, or it is called too shallow', async () => {
    const fake = start(NO_WORSE, 'return right(prompt)')
    expect((await accept(fake)).code).toBe(0)
    fake.write('a.robust.ts', SUITE + NO_WORSE.replace(`'unseen'`, `'seen'`))
    await fake.vitest()
    expect(fake.run().evidence.claims).toMatchObject([{ verdict: 'pass', notes: [] }])
    fake.write('vitest.config.ts', fake.read('vitest.config.ts').replace(`, accepted: './releases.ts#accepted'`, ''))
    expect((await fake.vitest()).code).toBe(3)
    expect(fake.run().evidence.claims[0]?.notes).toEqual([
      expect.stringMatching(
        /^baseline too shallow: it lacks cells of this claim, and the config names no release accepted/,
      ),
    ])
  })

  test('what is different from the baseline: broken examples and where the loss is', async () => {
    const fake = start(NO_WORSE, SLIPS)
    expect((await accept(fake)).code).toBe(0)
    await fake.vitest()
    const { comparison } = fake.run().evidence
    expect(comparison?.examples).toBeGreaterThan(20)
    expect(comparison?.mended).toEqual([])
    expect(comparison?.sources).toMatchObject({ worse: comparison?.broken.length, better: 0, pValue: null })
    expect(comparison?.losses.some(({ by }) => by === 'family')).toBe(true)
    expect(comparison?.differences).toMatchObject([{ title: 'no worse' }])
  })
})
