import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Counting does not start again anywhere because somebody deleted the ledger, or a line of it. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.95, family: 'seen' }) })
`
const WRONG = `return Number(/tem (\\d+)/.exec(prompt)?.[1]) % 7 === 3 ? 'maybe' : right(prompt)`
const LEDGER = 'baselines/line/ledger.jsonl'

let project: FakeProject | undefined
afterEach(() => project?.remove())

const inOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

/** A project that was gated twice, under two seeds, with a ledger. */
async function gatedTwice(options = 'ledger: true,'): Promise<FakeProject> {
  const fake = (project = fakeProject({
    'a.robust.ts': SUITE,
    'releases.ts': releases(WRONG),
    'vitest.config.ts': config(`baseline: 'baselines/line', ${options}`),
  }))
  expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
  for (const [seed, number] of [
    ['1', 1],
    ['2', 2],
  ] as const) {
    // Each gate is the next attempt: they cannot run at once.
    // oxlint-disable-next-line no-await-in-loop
    await fake.vitest([], { ROBUSTNESS_SEED: seed, ROBUSTNESS_LEDGER: 'record' })
    expect(fake.run().evidence.attempt).toMatchObject({ number })
    expect(fake.run().context.counted).toMatchObject({ attempt: number })
  }
  return fake
}

const remove = (fake: FakeProject, file: string): void => rmSync(join(fake.root, file), { recursive: true })

describe('a ledger that was deleted', { timeout: 300_000 }, () => {
  test('is written again from the run folders: the next gate is the third attempt, and says so', async () => {
    const fake = await gatedTwice()
    const before = fake.read(LEDGER)
    remove(fake, LEDGER)
    const { output } = await fake.vitest([], { ROBUSTNESS_SEED: '3' })
    const said =
      /baselines\/line\/ledger\.jsonl is gone; it held 2 attempts at line@[0-9a-f]{12} that run folders tell of \(1, 2\): they are counted all the same, and written again\. Restore the ledger: git checkout -- baselines\/line\/ledger\.jsonl/
    expect(inOneLine(output)).toMatch(said)
    const { attempt, gate } = fake.run().evidence
    expect(attempt).toMatchObject({ number: 3, earlier: [{ attempt: 1 }, { attempt: 2 }] })
    expect(gate.reasons.join(' ')).toMatch(said)
    expect(fake.read(LEDGER).startsWith(before)).toBe(true)
    expect(fake.read(LEDGER).trim().split('\n')).toHaveLength(3)
    expect((await fake.shell('cli report --verify')).output).toContain('Verified')
    const after = await fake.vitest([], { ROBUSTNESS_SEED: '4' })
    expect(inOneLine(after.output)).not.toContain('that run folders tell of')
    expect(fake.run().evidence.attempt).toMatchObject({ number: 4 })
  })

  test('line by line, too: the attempt that was cut keeps its number', async () => {
    const fake = await gatedTwice()
    const before = fake.read(LEDGER)
    fake.write(LEDGER, `${before.split('\n')[1]}\n`)
    // The candidate of the line that was cut goes on where it was, for its evidence is known again.
    const { output } = await fake.vitest([], { ROBUSTNESS_SEED: '1' })
    expect(inOneLine(output)).toMatch(
      /ledger\.jsonl does not hold 1 attempt at \S+ that run folders tell of \(1\): it is counted/,
    )
    expect(fake.run().evidence.attempt).toMatchObject({ number: 1 })
    expect(fake.read(LEDGER)).toBe(before)
  })

  test('is missed where nobody asks for a ledger, as it was read before', async () => {
    const fake = await gatedTwice('')
    remove(fake, LEDGER)
    const { output } = await fake.vitest([], { ROBUSTNESS_SEED: '3' })
    expect(inOneLine(output)).toMatch(/is gone; it held 2 attempts .* they are counted all the same\. Restore/)
    expect(fake.run().evidence.attempt).toMatchObject({ number: 3 })
    expect(fake.run().context.counted).toBeUndefined()
  })

  test('of which the history alone knows keeps the gate open, until somebody says why counting starts again', async () => {
    const fake = await gatedTwice(`ledger: true, history: true,`)
    fake.write('releases.ts', releases('return right(prompt)'))
    remove(fake, LEDGER)
    remove(fake, '.robustness/runs')
    const open = await fake.vitest([], { ROBUSTNESS_SEED: '3' })
    expect(open.code).toBe(3)
    expect(inOneLine(open.output)).toMatch(
      /The history knows of attempt 2 at line@\S+, and baselines\/line\/ledger\.jsonl is gone, so this attempt cannot be counted/,
    )
    remove(fake, LEDGER)
    remove(fake, '.robustness/runs')
    const said = await fake.vitest([], {
      ROBUSTNESS_SEED: '5',
      ROBUSTNESS_NEW_ATTEMPT: 'the history is of another project',
    })
    expect(said.code).toBe(0)
    expect(inOneLine(said.output)).toContain('Counted from 1: the history is of another project')
  })
})
