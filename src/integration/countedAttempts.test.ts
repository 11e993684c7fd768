import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Which gates go on with an attempt and which are another one: each that is another chance to pass must be counted. */

const HEAD = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, family: 'seen' }) })
`
const flips = (options: string) =>
  `${HEAD}test('flips', async () => { await expect(release().on(qa)).toBeStableUnderParaphrase({ ${options} }) })\n`

let project: FakeProject | undefined
afterEach(() => project?.remove())

async function start(suite: string, candidate: string, options = ''): Promise<FakeProject> {
  const fake = (project = fakeProject({
    'a.robust.ts': suite,
    'data/qa.jsonl': dataset(60),
    'releases.ts': releases(candidate),
    'vitest.config.ts': config(`baseline: 'baselines/line', ledger: true, ${options}`),
  }))
  expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
  return fake
}

/** Gates, and verifies what was written. */
async function gate(fake: FakeProject) {
  const { code } = await fake.vitest()
  expect((await fake.shell('cli report --verify')).output).toContain('Verified')
  const { attempt, gate: end } = fake.run().evidence
  return { code, number: attempt?.number, reasons: end.reasons.join(' ') }
}

const counted = (fake: FakeProject) => fake.read('baselines/line/ledger.jsonl').trim().split('\n').length

describe('attempts', { timeout: 240_000 }, () => {
  test('an open one goes on with its claims: others in their place are another one', async () => {
    const fake = await start(HEAD, 'return right(prompt)')
    // Too strict for 60 examples, and not in the baseline, which would name what became of it.
    fake.write('a.robust.ts', flips('maxFlipRate: 0.02, variants: 2'))
    expect(await gate(fake)).toMatchObject({ code: 3, number: 1 })
    fake.write('a.robust.ts', flips('maxFlipRate: 0.2, variants: 3'))
    const other = await gate(fake)
    expect(other).toMatchObject({ code: 3, number: 1 })
    expect(other.reasons).toContain(
      'Attempt 1 is open and had other claims: some of them are not asked any more, and what is asked instead passes, so this run is another attempt. It is counted; gate again.',
    )
    expect(await gate(fake)).toMatchObject({ code: 0, number: 2 })
    expect(counted(fake)).toBe(2)
  })

  test('an open one goes on with further claims, and as often as it is gated', async () => {
    const fake = await start(HEAD, 'return right(prompt)')
    fake.write('a.robust.ts', flips('maxFlipRate: 0.02'))
    expect(await gate(fake)).toMatchObject({ code: 3, number: 1 })
    fake.write('a.robust.ts', `${flips('maxFlipRate: 0.02')}${flips('maxFlipRate: 0.3').replace(HEAD, '')}`)
    expect(await gate(fake)).toMatchObject({ code: 3, number: 1 })
    fake.write('data/qa.jsonl', dataset(800))
    expect(await gate(fake)).toMatchObject({ code: 0, number: 1 })
    expect(counted(fake)).toBe(1)
  })

  test('a ledger of the config that a variable turns off is named', async () => {
    const fake = await start(flips('maxFlipRate: 0.2'), 'return right(prompt)')
    const { code } = await fake.vitest([], { ROBUSTNESS_LEDGER: 'off' })
    expect(code).toBe(0)
    expect(fake.run().evidence.gate.reasons).toContain(
      'ROBUSTNESS_LEDGER=off: the config keeps a ledger, and this gate is not counted.',
    )
  })

  test('a claim with its own α is verified, and another α of the config is named', async () => {
    const strict = flips('maxFlipRate: 0.2, alpha: 0.02')
    const fake = await start(strict, 'return right(prompt)')
    expect(await gate(fake)).toMatchObject({ code: 0, number: 1 })
    expect(fake.run().evidence.claims.map(({ alpha }) => alpha)).toEqual([
      expect.closeTo((6 * 0.02) / Math.PI ** 2, 12),
      expect.closeTo((6 * 0.05) / Math.PI ** 2, 12),
    ])
    const wide = fake.read('vitest.config.ts').replace('ledger: true,', 'ledger: true, alpha: 0.3,')
    fake.write('vitest.config.ts', wide)
    expect((await gate(fake)).reasons).toMatch(
      /α is 0\.3 here, and it was another before \(attempt 1 at 0\.05\): all attempts at line@[0-9a-f]{12} together promise at most 0\.3\./,
    )
  })

  test('where the answers of an open one are gone it is another one, also where a store records', async () => {
    const fake = await start(flips('maxFlipRate: 0.02'), 'return right(prompt)', `store: 'record',`)
    expect(await gate(fake)).toMatchObject({ code: 3, number: 1 })
    rmSync(join(fake.root, '.robustness/journal'), { recursive: true })
    expect(await gate(fake)).toMatchObject({ code: 3, number: 1 })
    // As in a fresh clone, whose store is empty.
    rmSync(join(fake.root, '.robustness'), { recursive: true })
    expect(await gate(fake)).toMatchObject({ code: 3, number: 2 })
  })

  test('a decided one whose revision answers otherwise is another one, and that one is verified as well', async () => {
    const fake = await start(flips('maxFlipRate: 0.2'), `return unseen(prompt) ? 'maybe' : right(prompt)`)
    expect(await gate(fake)).toMatchObject({ code: 1, number: 1 })
    fake.write('releases.ts', releases('return right(prompt)'))
    const other = await gate(fake)
    expect(other).toMatchObject({ code: 3, number: 1 })
    expect(other.reasons).toContain('Attempt 1 was decided (fail) on other evidence')
    expect(await gate(fake)).toMatchObject({ code: 0, number: 2 })
  })
})
