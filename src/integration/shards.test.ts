import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { orderedJson } from '../core/hash/index.ts'
import type { Run } from '../core/types/index.ts'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** A run cut into shards and merged is the run. Each in a real vitest. */

const HEAD = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const above = (accuracy: number, family: string) =>
  `test('above ${accuracy} on ${family}', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: ${accuracy}, family: '${family}' }) })\n`
const NO_WORSE = `test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.3, family: 'unseen' }) })\n`
/** Wrong on unseen wordings of every tenth item. */
const SLIPS = `return unseen(prompt) && /Item \\d*0 /.test(prompt) ? 'yes' === right(prompt) ? 'no' : 'yes' : right(prompt)`

let project: FakeProject | undefined
afterEach(() => project?.remove())

function start(candidate: string, options = ''): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': HEAD + above(0.6, 'unseen') + NO_WORSE,
    'b.robust.ts': HEAD + above(0.9, 'seen'),
    'c.robust.ts': HEAD + above(0.93, 'seen') + above(0.5, 'unseen'),
    'releases.ts': releases(candidate),
    'vitest.config.ts': config(`baseline: { folder: 'baselines/line', first: true }, ${options}`),
  }))
}

const MERGE = ['--merge-reports']
const shard = (fake: FakeProject, index: number, more: string[] = []) =>
  fake.vitest([`--shard=${index}/3`, '--reporter=blob', ...more])

/** Keys of the answers that were asked for, as the latest run records what each call took. */
function calls(fake: FakeProject): Set<string> {
  const latest = fake.read('.robustness/runs/latest').trim()
  const lines = fake.read(`.robustness/runs/${latest}/calls.jsonl`).trim().split('\n')
  const read = lines.map((line) => JSON.parse(line) as { key: string; latencyMs: number })
  expect(read.every(({ latencyMs }) => latencyMs >= 0)).toBe(true)
  return new Set(read.map(({ key }) => key))
}

describe('shards', { timeout: 240_000 }, () => {
  test('evidence after a merge is that of the whole run, byte for byte; the merge gates', async () => {
    const fake = start(SLIPS)
    expect((await fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: 'accepted' })).code).toBe(0)
    const whole = await fake.vitest()
    expect(whole.code).toBe(0)
    const { evidence } = fake.run()
    const asked = calls(fake)
    expect(asked.size).toBeGreaterThan(50)
    expect(evidence.claims).toHaveLength(5)
    for (const index of [1, 2, 3]) {
      const part = await shard(fake, index)
      expect(part.output).toMatch(new RegExp(`Shard ${index} of 3: no gate here; the merge decides`))
      expect(part.output).toMatch(/GATE: none here/)
      expect(part.code).toBe(0)
      expect(fake.run()).toMatchObject({
        evidence: { shard: { index, count: 3 }, gate: { verdict: 'inconclusive' } },
        context: { exitCode: 0 },
      })
    }
    const merged = await fake.vitest(MERGE)
    expect(merged.output).toMatch(/GATE: PASS/)
    expect(merged.code).toBe(0)
    expect(orderedJson(fake.run().evidence)).toBe(orderedJson(evidence))
    expect(calls(fake)).toEqual(asked)
    expect(fake.run().context).toMatchObject({ exitCode: 0, tests: { passed: 5, failed: 0 } })
    expect(fake.run().context.calls.made).toBeGreaterThan(0)
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified: 5 claims and the gate follow/)
    // One that is lost, one of another run, two cuts side by side.
    const places = readdirSync(join(fake.root, '.robustness/shards'))
    expect(places.toSorted()).toEqual(['1-3', '2-3', '3-3'])
    cpSync(join(fake.root, '.robustness/shards'), join(fake.root, 'kept'), { recursive: true })
    rmSync(join(fake.root, '.robustness/shards/2-3'), { recursive: true })
    const lost = await fake.vitest(MERGE)
    expect(lost.code).toBe(3)
    expect(lost.output.replaceAll(/\s+/g, ' ')).toContain(
      'Of 3 shards, shard 2 did not hand in: nothing is known of it.',
    )
    cpSync(join(fake.root, 'kept/2-3'), join(fake.root, '.robustness/shards/1-2'), { recursive: true })
    fake.write(
      '.robustness/shards/1-2/shard.json',
      fake
        .read('.robustness/shards/1-2/shard.json')
        .replace('"count": 3', '"count": 2')
        .replace('"index": 2', '"index": 1'),
    )
    const mixed = await fake.vitest(MERGE)
    expect(mixed.code).toBe(2)
    expect(mixed.output).toMatch(/holds shards of 2 and of 3: remove those of earlier runs/)
  })

  test('a claim that fails in a shard fails the merge; another config and altered answers are refused', async () => {
    const fake = start(`return unseen(prompt) ? 'maybe' : right(prompt)`)
    const codes = []
    for (const index of [1, 2, 3]) codes.push((await shard(fake, index)).code)
    expect(codes.toSorted()).toEqual([0, 1, 1])
    const merged = await fake.vitest(MERGE)
    expect(merged.output).toMatch(/GATE: FAIL/)
    expect(merged.output.replaceAll(/\s+/g, ' ')).toContain('2 gating claims fail')
    expect(merged.code).toBe(1)
    const other = await fake.vitest(MERGE, { ROBUSTNESS_SEED: '7' })
    expect(other.code).toBe(2)
    expect(other.output).toMatch(/ran with seed 0, here it is 7: run the shards and the merge with one config/)
    const [first = ''] = readdirSync(join(fake.root, '.robustness/shards')).toSorted()
    const file = `.robustness/shards/${first}/observations.jsonl`
    fake.write(file, fake.read(file).replace('"score":0', '"score":1'))
    const altered = await fake.vitest(MERGE)
    expect(altered.code).toBe(2)
    expect(altered.output).toMatch(/was changed after the run/)
  })

  test('shards of an earlier commit leave the merge open', async () => {
    const fake = start('return right(prompt)')
    const commit = `git -c user.name=ann -c user.email=ann@example.org commit -q --allow-empty -m next`
    expect((await fake.sh(`git init -q . && ${commit}`)).code).toBe(0)
    for (const index of [1, 2, 3]) expect((await shard(fake, index)).code).toBe(0)
    expect((await fake.vitest(MERGE)).code).toBe(0)
    const { commit: before } = fake.run().context
    expect((await fake.sh(`${commit.replace('next', 'other')}`)).code).toBe(0)
    const merged = await fake.vitest(MERGE)
    expect(merged.code).toBe(3)
    expect(fake.run().context.commit).not.toBe(before)
    expect(merged.output.replaceAll(/\s+/g, ' ')).toContain(
      `The shards ran at commit ${before}, and commit ${fake.run().context.commit} is checked out here: run the shards again`,
    )
  })

  test('shards and their merge are one attempt, or the gate stays open', async () => {
    const fake = start('return right(prompt)', `ledger: true, store: 'record',`)
    fake.write('data/qa.jsonl', dataset(40))
    expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    /** Gives the number of the attempt in each shard and in the merge; the answers are gone after that many shards. */
    const gate = async (goneAfter: number) => {
      const attempts: (number | undefined)[] = []
      for (const index of [1, 2, 3]) {
        await shard(fake, index)
        attempts.push(fake.run().evidence.attempt?.number)
        if (index === goneAfter)
          for (const folder of ['journal', 'store'])
            rmSync(join(fake.root, '.robustness', folder), { recursive: true, force: true })
      }
      expect((await fake.vitest(MERGE)).code).toBe(3)
      return [...attempts, fake.run().evidence.attempt?.number]
    }
    expect(await gate(0)).toEqual([1, 1, 1, 1])
    // The merge's machine has no answers: only the shards know that they went on with those of the open attempt.
    expect(await gate(3)).toEqual([1, 1, 1, 1])
    expect((await fake.shell('cli report --verify')).output).toContain('Verified')
    // The first shard finds no answers, the others those of the first.
    expect(await gate(0)).toEqual([2, 1, 1, 2])
    expect(fake.run().evidence.gate.reasons.join(' ')).toContain(
      'The shards ran with more than one attempt at the baseline: attempt 2, attempt 1.',
    )
    expect(await gate(0)).toEqual([2, 2, 2, 2])
    expect((await fake.shell('cli report --verify')).output).toContain('Verified')
  })

  test('a part chosen by name leaves the merge open, and a blob without evidence too', async () => {
    const fake = start('return right(prompt)')
    expect((await fake.vitest(['--reporter=blob', '-t', 'above 0.9 on seen'])).code).toBe(0)
    const named = await fake.vitest(MERGE)
    expect(named.code).toBe(3)
    expect(named.output).toMatch(/tests were chosen by name/)
    rmSync(join(fake.root, '.robustness'), { recursive: true })
    const bare = await fake.vitest(MERGE)
    expect(bare.code).toBe(3)
    expect(bare.output.replaceAll(/\s+/g, ' ')).toContain("No shard's evidence is in")
    const { evidence }: Run = fake.run()
    expect(evidence.claims).toEqual([])
  })
})
