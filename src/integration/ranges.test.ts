import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { orderedJson } from '../core/hash/index.ts'
import type { RangePart, Run } from '../core/types/index.ts'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Claims split over shards by ranges of their plans, and merged, are those of a whole run. Each in a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('keeps its answer', async () => { await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.25 }) })
test('in capitals', async () => { await expect(release().on(qa)).toBeStableUnder('upper-case', { maxFlipRate: 0.05 }) })
test('worst wording', async () => { await expect(release().on(qa)).toStayAbove({ worstInstruction: 0.6, family: 'unseen' }) })
test('every wording', async () => { await expect(release().on(qa)).toStayAbove({ robustAccuracy: 0.6, family: 'seen' }) })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.3, family: 'unseen' }) })
`
/**
 * Wrong on unseen wordings of every tenth item, silent on shouted ones that end in 7, broken on some. Each call leaves a line
 * in a file.
 */
const MODEL = `
appendFileSync('asked.txt', '.\\n')
await new Promise((resolve) => setTimeout(resolve, Number(process.env.PACE ?? 0)))
if (/item [1-3]33 /i.test(prompt)) throw new Error('no answer today')
if (/ITEM \\d*7 /.test(prompt)) return 'none'
const said = /says (yes|no)/i.exec(prompt)[1].toLowerCase()
return unseen(prompt) && /Item \\d*0 /.test(prompt) ? (said === 'yes' ? 'no' : 'yes') : said`

let project: FakeProject | undefined
afterEach(() => project?.remove())

function start(options = '', files: Readonly<Record<string, string>> = {}): FakeProject {
  return (project = fakeProject({
    'a.robust.ts': SUITE,
    'asked.txt': '',
    'releases.ts': releases(MODEL, `import { appendFileSync } from 'node:fs'`),
    'vitest.config.ts': config(`baseline: { folder: 'baselines/line', first: true }, ${options}`),
    ...files,
  }))
}

const range = (fake: FakeProject, which: string, env: Readonly<Record<string, string>> = {}) =>
  fake.vitest([], { ROBUSTNESS_RANGE: which, ...env })
const calls = (fake: FakeProject): number => fake.read('asked.txt').length / 2
const part = (fake: FakeProject, name: string): RangePart =>
  JSON.parse(fake.read(`.robustness/ranges/${name}/range.json`)) as RangePart
const observations = (fake: FakeProject): string =>
  fake.read(`.robustness/runs/${fake.read('.robustness/runs/latest').trim()}/observations.jsonl`)
const verdictOf = (run: Run, title: string) => run.evidence.claims.find((claim) => claim.title === title)!
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

describe('ranges', { timeout: 240_000 }, () => {
  test('evidence after a merge is that of the whole run, byte for byte; what is missing is named', async () => {
    const fake = start()
    expect((await fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: 'accepted' })).code).toBe(0)
    const whole = await fake.vitest()
    expect(whole.code).toBe(1)
    const [{ evidence }, lines] = [fake.run(), observations(fake)]
    expect(verdictOf(fake.run(), 'in capitals')).toMatchObject({
      verdict: 'fail',
      outcomes: { error: expect.any(Number) },
    })
    const asked = calls(fake)
    let before = asked
    for (const index of [1, 2, 3]) {
      const shard = await range(fake, `${index}/3`)
      expect(oneLine(shard.output)).toMatch(
        new RegExp(
          `Range ${index} of 3: \\d+ cells of 5 claims asked; no gate here, the merge decides. Carry .robustness/ranges/${index}-3 to it`,
        ),
      )
      expect(shard.code).toBe(0)
      expect(part(fake, `${index}-3`)).toMatchObject({ complete: true, calls: { made: calls(fake) - before } })
      before = calls(fake)
    }
    // The first range stops at the verdicts that it reaches, the others go to their ends.
    const stops = new Map(evidence.claims.map((claim) => [claim.title, claim.units]))
    for (const claim of part(fake, '1-3').claims) expect(claim.units).toBe(Math.min(stops.get(claim.title)!, claim.to))
    expect(stops.get('in capitals'), 'decided in the second range').toBeGreaterThan(133)
    expect(stops.get('in capitals')).toBeLessThan(266)
    expect(stops.get('keeps its answer')).toBeLessThan(133)
    expect(part(fake, '2-3').claims.filter(({ from, to, units }) => from + units < to)).toEqual([])
    cpSync(join(fake.root, '.robustness/ranges'), join(fake.root, 'kept'), { recursive: true })

    const merged = await range(fake, 'merge')
    expect(merged.code).toBe(1)
    expect(orderedJson(fake.run().evidence)).toBe(orderedJson(evidence))
    expect(observations(fake)).toBe(lines)
    const { context } = fake.run()
    // Asked again are only the canonical prompts of failing examples: whether answers vary by themselves.
    expect(calls(fake) - before).toBeLessThanOrEqual(20)
    expect(context.calls.made).toBe(calls(fake) - asked)
    const cells = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; release: string; outcome: string })
    const rested = new Set(
      cells.flatMap(({ key, outcome, release }) => (outcome === 'error' || release !== 'candidate' ? [] : [key])),
    )
    expect(context.ranges).toMatchObject({ count: 3, missing: [] })
    expect(context.ranges!.answers - context.ranges!.beyond).toBe(rested.size)
    expect(context.ranges!.beyond).toBeGreaterThan(500)
    expect(oneLine(merged.output)).toMatch(
      /merged from 3 ranges of each plan: \d+ answers, \d+ of them beyond the stops of their claims \(calls spent, no evidence\)/,
    )
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified: 5 claims and the gate follow/)
    expect((await range(fake, 'merge')).code).toBe(1)
    expect(orderedJson(fake.run().evidence)).toBe(orderedJson(evidence))

    rmSync(join(fake.root, '.robustness/ranges/3-3'), { recursive: true })
    await range(fake, 'merge')
    expect(orderedJson(fake.run().evidence), 'all claims stop before the third range').toBe(orderedJson(evidence))
    expect(fake.run().context.ranges).toMatchObject({ missing: [3] })
    rmSync(join(fake.root, '.robustness/ranges/2-3'), { recursive: true })
    const lost = await range(fake, 'merge')
    expect(lost.code).toBe(3)
    expect(oneLine(lost.output)).toContain(
      '"in capitals" is open: Range 2 of 3 was not handed in: of 400 units in the plan, the first 133 are known. Run that shard again',
    )
    expect(oneLine(lost.output)).toContain(
      'Next: ask range 2 of 3: ROBUSTNESS_RANGE=2/3 npx vitest run; bring its .robustness/ranges here, then merge again: ROBUSTNESS_RANGE=merge npx vitest run',
    )
    expect(lost.output).not.toContain('record the missing answers')
    expect(verdictOf(fake.run(), 'keeps its answer')).toEqual(
      evidence.claims.find(({ title }) => title === 'keeps its answer'),
    )
    expect((await fake.shell('cli report --verify')).output).toMatch(/Verified: 5 claims and the gate follow/)
  })

  test('a shard that is killed leaves its answers; a rerun asks the rest, and the merge is the whole run', async () => {
    const fake = start()
    await fake.vitest()
    const { evidence } = fake.run()
    const asked = calls(fake)
    expect((await range(fake, '1/2')).code).toBe(0)
    const [start2, fast] = [calls(fake), (await range(fake, '2/2')).code]
    const second = calls(fake) - start2
    expect(fast).toBe(0)
    rmSync(join(fake.root, '.robustness/ranges/2-2'), { recursive: true })

    const began = calls(fake)
    const killed = fake.start([], { ROBUSTNESS_RANGE: '2/2', PACE: '20' })
    while (calls(fake) < began + 60) await sleep(20)
    killed.kill('SIGKILL')
    await killed.ended
    expect(part(fake, '2-2')).toMatchObject({ complete: false, claims: [] })
    const open = await range(fake, 'merge', { ROBUSTNESS_HISTORY: 'off' })
    expect(open.code).toBe(3)
    expect(oneLine(open.output)).toMatch(
      /"in capitals" is open: Range 2 of 2 was broken off: of 400 units in the plan, the first 2\d\d are known/,
    )
    const { units } = verdictOf(fake.run(), 'in capitals')
    expect(units).toBeGreaterThanOrEqual(200)

    await sleep(50)
    const dead = calls(fake) - began
    const rerun = await range(fake, '2/2')
    expect(rerun.output).toMatch(/continues a run that has no verdict yet; \d+ answers are known already/)
    expect(rerun.code).toBe(0)
    // Calls under way when it was killed are made again: no more than the release takes at once.
    const again = calls(fake) - began - second
    expect(dead).toBeGreaterThanOrEqual(60)
    expect(again).toBeGreaterThanOrEqual(0)
    expect(again).toBeLessThanOrEqual(20)
    await range(fake, 'merge')
    expect(orderedJson(fake.run().evidence)).toBe(orderedJson(evidence))
    expect(fake.run().context.ranges).toMatchObject({ count: 2, missing: [] })
    expect(asked).toBeGreaterThan(0)
    expect(existsSync(join(fake.root, '.robustness/shards'))).toBe(false)
  })

  test('ranges and their merge are one attempt; a merge under another config or of two cuts is refused', async () => {
    const fake = start(`ledger: true,`, { 'data/qa.jsonl': dataset(200) })
    expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    const ask = async () => {
      for (const which of ['1/2', '2/2']) expect((await range(fake, which)).code).toBe(0)
    }
    await ask()
    await range(fake, 'merge')
    expect(fake.run().evidence.attempt).toMatchObject({ number: 1 })
    expect((await fake.shell('cli report --verify')).output).toContain('Verified')
    const other = await range(fake, 'merge', { ROBUSTNESS_SEED: '7' })
    expect(other.code).toBe(2)
    expect(other.output).toMatch(/was asked with seed 0, here it is 7: run the shards and the merge with one config/)
    cpSync(join(fake.root, '.robustness/ranges/2-2'), join(fake.root, '.robustness/ranges/2-3'), { recursive: true })
    const file = '.robustness/ranges/2-3/range.json'
    fake.write(file, fake.read(file).replace('"count": 2', '"count": 3'))
    const mixed = await range(fake, 'merge')
    expect(mixed.code).toBe(2)
    expect(mixed.output).toMatch(/holds ranges of 2 and of 3: remove those of earlier runs/)
    rmSync(join(fake.root, '.robustness/ranges'), { recursive: true })
    const none = await range(fake, 'merge')
    expect(none.code).toBe(3)
    expect(oneLine(none.output)).toContain('No range is in .robustness/ranges: bring that folder of each shard.')
    expect(oneLine(none.output)).toContain(
      'Next: ask every range, e.g. the first of four: ROBUSTNESS_RANGE=1/4 npx vitest run',
    )
    const gate = await fake.shell('cli gate', { ROBUSTNESS_RANGE: '1/2' })
    expect(gate.code).toBe(2)
    expect(gate.output).toContain('gate decides, and a range decides nothing')
    expect((await fake.vitest(['--shard=1/2'], { ROBUSTNESS_RANGE: '1/2' })).output).toContain('cut by test file')
  })
})
