/**
 * Habits and tricks by which a release that is wrong on 7% could come to ship under a limit of 5%, each tried ten times with a
 * ledger, and under another seed each time. Prints how often it shipped and what the report said of it.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, expect, test } from 'vitest'
import { config, fakeProject, releases, type Ended, type FakeProject } from '../src/integration/fakeProject.testing.ts'

const TIMES = 10
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.95, family: 'seen' }) })
test('also right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.8, family: 'seen' }) })
`
const WRONG = `return Number(/tem (\\d+)/.exec(prompt)?.[1]) % 14 === 3 ? 'maybe' : right(prompt)`
const CONFIG = config(`baseline: 'baselines/line', ledger: true,`)
const LEDGER = 'baselines/line/ledger.jsonl'

interface Way {
  readonly name: string
  /** What every report of a gate says of it, from the second gate on. */
  readonly said: RegExp
  /** What is done before the k-th gate. */
  readonly before?: (fake: FakeProject, k: number) => unknown
  /** The k-th gate, where it is not just that. */
  readonly gate?: (fake: FakeProject, k: number) => Promise<Ended>
  /** Exit code 0 is given, and the report says what it does not promise: why that cannot be stopped. */
  readonly ships?: string
}

const seeded = (k: number) => ({ ROBUSTNESS_SEED: String(k) })
const rewrite = (file: string, from: string, to: (k: number) => string) => (fake: FakeProject, k: number) => {
  fake.write(file, original(file).replace(from, to(k)))
}
const original = (file: string): string => {
  const text = texts.get(file)
  if (text === undefined) throw new Error(`${file} was not kept`)
  return text
}
const texts = new Map<string, string>()

const WAYS: readonly Way[] = [
  { name: 'gate again', said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/ },
  {
    name: 'rename a claim',
    said: /"right" is "right \d+"/,
    before: rewrite('a.robust.ts', `test('right'`, (k) => `test('right ${k}'`),
  },
  {
    name: 'rename the task',
    said: /task|claim/,
    before: rewrite('tasks.ts', `name: 'qa'`, (k) => `name: 'qa${k}'`),
  },
  {
    name: 'move a limit by a hair',
    said: /limit 0\.95 became 0\.949/,
    before: rewrite('a.robust.ts', '0.95', (k) => `0.949${k}`),
  },
  {
    name: 'change the canonical wording by a hair',
    said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/,
    before: rewrite('data/qa.yaml', 'Read the text and', (k) => `Read the text${' '.repeat(k + 1)}and`),
  },
  {
    name: 'change the prompt format by a hair',
    said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/,
    before: rewrite(
      'releases.ts',
      `model: 'candidate', revision: '1',`,
      (k) =>
        `model: 'candidate', revision: '1', format: { name: 'own${k}', render: (question) => question + ' '.repeat(${k}) },`,
    ),
  },
  {
    name: 'accept the same release again',
    said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/,
    before: async (fake) => {
      expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
    },
  },
  {
    name: 'run a part with -t',
    said: /Only part of the suites ran/,
    gate: (fake, k) => fake.vitest(['-t', 'also right'], seeded(k)),
  },
  {
    name: 'measure and export between gates',
    said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/,
    before: async (fake, k) => {
      if (k > 0) expect((await fake.shell('cli export --format csv --output cells.csv')).code).toBe(0)
      expect((await fake.shell('cli measure --cells 400 --release candidate', { CI: '' })).code).toBe(0)
    },
  },
  {
    name: 'set a waiver after looking',
    said: /the guarantee excludes/,
    before: (fake) =>
      fake.write(
        'robustness.waivers.yaml',
        'waivers:\n  - claim: right\n    limit: 0.8\n    reason: known\n    owner: ann\n    expires: 2099-12-31\n',
      ),
    ships: 'a waiver is a decision with a name; the report says that the guarantee excludes the claim',
  },
  {
    name: 'kill the gate and run it again',
    said: /Attempt \d+ at line@\w+: tested at [\d.]+ of 0\.05/,
    gate: async (fake, k) => {
      const killed = fake.start([], seeded(k))
      await sleep(600 + 40 * k)
      killed.kill('SIGKILL')
      await killed.ended
      return fake.vitest([], seeded(k))
    },
  },
  {
    name: 'gate on another branch, with the same ledger entry',
    said: /Attempt 1 at line@\w+/,
    before: (fake) => {
      // A fresh clone of the commit that both branches come from.
      rmSync(join(fake.root, '.robustness'), { recursive: true, force: true })
      rmSync(join(fake.root, LEDGER), { force: true })
    },
    ships: 'branches that do not see each other cannot count each other',
  },
]

let project: FakeProject | undefined
const rows: string[] = []
afterEach(() => project?.remove())
afterAll(() => console.log(['| way | shipped | the report said |', '| --- | --- | --- |', ...rows].join('\n')))

test.each(WAYS)('$name', { timeout: 240_000 }, async ({ name, said, before, gate, ships }) => {
  const fake = (project = fakeProject({
    'a.robust.ts': SUITE,
    'releases.ts': releases(WRONG),
    'vitest.config.ts': CONFIG,
  }))
  expect((await fake.shell('cli baseline accept --release accepted --yes --by ann')).code).toBe(0)
  for (const file of ['a.robust.ts', 'tasks.ts', 'releases.ts', 'data/qa.yaml']) texts.set(file, fake.read(file))
  const ends: Ended[] = []
  for (let k = 0; k < TIMES; k++) {
    // Each gate follows the one before.
    // oxlint-disable-next-line no-await-in-loop
    await before?.(fake, k)
    // oxlint-disable-next-line no-await-in-loop
    ends.push(await (gate ?? ((_, at) => fake.vitest([], seeded(at))))(fake, k))
  }
  const texted = ends.map(({ output }) => output.replaceAll(/\s+/g, ' '))
  const shipped = ends.filter(({ code }) => code === 0).length
  const line = said.exec(texted.at(-1)!)?.[0] ?? '-'
  rows.push(`| ${name} | ${shipped} of ${TIMES} | ${line} |`)
  const wrongly = ships === undefined ? texted.filter((_, at) => ends[at]!.code === 0) : []
  expect(wrongly).toEqual([])
  for (const text of texted.slice(1)) expect(text).toMatch(said)
})
