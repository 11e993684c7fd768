import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { PlannedRun } from '../core/types/index.ts'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** `vitest-robustness plan` in a real project: it asks nothing, and says what a gate would take. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const claim = (name: string, assertion: string): string =>
  `test('${name}', async () => { await expect(release().on(qa)).${assertion} })\n`
const SILENT = releases(`throw new Error('ASKED')`, '', 'parameters: { max_tokens: 8 },')

let project: FakeProject | undefined
afterEach(() => project?.remove())
/** What `plan --json` starts, and the plan that it writes. */
async function planned(fake: FakeProject): Promise<{ readonly code: number | null; readonly plan: PlannedRun }> {
  const { code } = await fake.vitest([], { ROBUSTNESS_MODE: 'plan', ROBUSTNESS_PLAN: join(fake.root, 'plan.json') })
  return { code, plan: JSON.parse(fake.read('plan.json')) as PlannedRun }
}

const start = (suite: string, files: Record<string, string> = {}): FakeProject =>
  (project = fakeProject({ 'a.robust.ts': SUITE + suite, 'releases.ts': SILENT, ...files }))

describe('plan', { timeout: 90_000 }, () => {
  test('prints the whole plan without a call, and leaves no run behind', async () => {
    const fake = start(
      claim('stable', 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })') +
        claim('right', 'toStayAbove({ accuracy: 0.9 })') +
        claim('right too', 'toStayAbove({ accuracy: 0.85, budget: { calls: 500 } })') +
        claim('no worse', `toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })`),
      {
        'vitest.config.ts': config(
          `prices: { candidate: { inputPerMillion: 0.5, outputPerMillion: 1.5 } }, budget: { calls: 100 },`,
        ),
      },
    )
    const { code, output } = await fake.shell('cli plan --latency 200')
    expect(code).toBe(0)
    expect(output).not.toMatch(/ASKED/)
    expect(output).toMatchSnapshot()
    expect(() => fake.run()).toThrow(/ENOENT/)
  })

  test('a margin that the data cannot decide is refused: exit 2, the nearest limit, the number needed', async () => {
    const fake = start(
      claim('sharp', 'toStayAbove({ accuracy: 0.98 })') +
        claim('sharp too', 'toBeStableUnderParaphrase({ maxFlipRate: 0.01, advisory: true })'),
      { 'data/qa.jsonl': dataset(60) },
    )
    const { code, output } = await fake.shell('cli plan --json')
    expect(code).toBe(2)
    const plan = JSON.parse(output) as PlannedRun
    const [sharp, advisory] = plan.claims
    expect(plan.problems).toHaveLength(1)
    expect(advisory?.undecidable).not.toBeNull()
    expect(sharp?.undecidable?.reason).toMatch(
      /^to pass, a limit of 0\.98 needs \d+ independent sources even if every answer is perfect, and 60 can be asked$/,
    )
    // What it names holds: with the limit it says, or the number of examples, it is decided.
    const { limit, units } = sharp!.undecidable!
    fake.write('a.robust.ts', SUITE + claim('sharp', `toStayAbove({ accuracy: ${limit} })`))
    expect((await planned(fake)).code).toBe(0)
    fake.write('a.robust.ts', SUITE + claim('sharp', 'toStayAbove({ accuracy: 0.98 })'))
    fake.write('data/qa.jsonl', dataset(units!))
    expect((await planned(fake)).code).toBe(0)
    fake.write('data/qa.jsonl', dataset(units! - 1))
    expect((await planned(fake)).code).toBe(2)
  })

  test('expected calls come true for an unchanged release, shared cells once; tokens and latency are then measured', async () => {
    const suite =
      claim('right', 'toStayAbove({ accuracy: 0.9 })') + claim('right too', 'toStayAbove({ accuracy: 0.85 })')
    const fake = start(suite, {
      'releases.ts': releases(
        `return { text: right(prompt), finish: 'stop', tokens: { input: 10, output: 2 }, who: { model: 'candidate', revision: '1' } }`,
      ),
    })
    const before = (await planned(fake)).plan
    expect(before.tokens).toEqual({
      value: null,
      from: expect.stringMatching(/^the release sets no end to its answers/),
    })
    expect((await fake.vitest()).code).toBe(0)
    const cells = fake.run().evidence.observations.count
    const perfect = before.claims.map(({ chances }) =>
      chances.find(({ assumption }) => assumption === 'the truth is 1'),
    )
    expect(perfect.map((chances) => chances?.pass)).toEqual([1, 1])
    expect(Math.max(...perfect.map((chances) => chances!.units.median))).toBe(cells)
    expect(before.calls.most).toBe(400)
    expect(before.shared.most).toBe(400)
    const after = (await planned(fake)).plan
    expect(after.tokens.value?.expected).toBe(12 * after.calls.expected)
    expect(after.tokens.from).toMatch(/^tokens of a call as in run 2/)
    expect(after.seconds.value?.expected).toBeGreaterThan(0)
    expect(after.seconds.from).toMatch(/the median of run 2.*, 8 at once$/)
  })

  test('with a baseline the chances rest on what the accepted release answered', async () => {
    const suite =
      claim('right', 'toStayAbove({ accuracy: 0.6 })') +
      claim('no worse', `toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })`)
    const fake = start(suite, {
      'vitest.config.ts': config(`baseline: 'baselines/qa',`),
      'releases.ts': releases(`return /Item \\d*[05] /.test(prompt) ? 'no' : right(prompt)`),
    })
    expect((await fake.vitest([], { ROBUSTNESS_MODE: 'measure' })).code).toBe(0)
    const plan = (await planned(fake)).plan
    const [noWorse, right] = plan.claims
    expect(right?.chances[0]).toMatchObject({ assumption: 'as candidate answered (400 sources)', pass: 1 })
    expect(noWorse?.calls.baseline.most).toBe(0)
    expect(noWorse?.calls.note).toBe('the baseline holds all its cells')
  })

  test('a task that is not the accepted one is refused as by the gate, and the difference is named', async () => {
    const fake = start(claim('no worse', `toBeNoWorseThanBaseline({ metric: 'accuracy', by: 0.1 })`), {
      'vitest.config.ts': config(`baseline: 'baselines/qa',`),
      'releases.ts': releases(`return right(prompt)`),
    })
    expect((await fake.vitest([], { ROBUSTNESS_MODE: 'measure' })).code).toBe(0)
    fake.write(
      'tasks.ts',
      fake.read('tasks.ts').replace(`'data/qa.yaml'`, `{ file: 'data/qa.yaml', only: ['s1', 's2'] }`),
    )
    const { code, output } = await fake.shell('cli plan')
    expect(output).toContain('task qa changed: data/qa.yaml is read with another "only"; its hash is')
    expect(code).toBe(2)
  })

  test('arms, releases, two tasks, chains, datasets, instructions: chances for each, of the latest run once there is one', async () => {
    const suite =
      `const other = booleanQa({ name: 'other', examples: 'data/other.jsonl', instructions: 'data/qa.yaml' })\n` +
      claim('arms', 'toStayAbove({ worstInstruction: 0.7 })') +
      claim('chain', 'toStayAbove({ robustAccuracy: 0.7 })') +
      claim('dataset', `toStayAbove({ accuracy: 0.8, population: 'dataset' })`) +
      claim('general', `toStayAbove({ accuracy: 0.3, population: 'instructions' })`) +
      claim('perturbed', `toBeStableUnder(['swap-letters'], { maxFlipRate: 0.3, allowUsually: true })`) +
      claim('scale', `toImproveWithScale(['accepted', 'candidate'], { by: -0.25 })`) +
      claim('two', 'toBeAsRobustOn(other, { by: 0.15 })')
    const fake = start('', {
      'a.robust.ts': SUITE.replace('{ release }', '{ booleanQa, release }') + suite,
      'data/other.jsonl': dataset(200).replaceAll('tem ', 'tem no. '),
      'releases.ts': releases(`return /[Ii]tem (no\\. )?\\d*6 /.test(prompt) ? 'no' : right(prompt)`),
    })
    const before = (await planned(fake)).plan
    expect(
      before.claims.map(({ title, chances, detectable }) => [title, chances[0]?.assumption, detectable.value !== null]),
    ).toMatchInlineSnapshot(`
      [
        [
          "arms",
          "each accuracy is 0.85",
          true,
        ],
        [
          "chain",
          "the truth is 0.85",
          true,
        ],
        [
          "dataset",
          "the truth is 0.9",
          true,
        ],
        [
          "general",
          "the truth is 0.65",
          false,
        ],
        [
          "perturbed",
          "the truth is 0.15",
          true,
        ],
        [
          "scale",
          "no gain in accuracy, 10% of sources differ",
          true,
        ],
        [
          "two",
          "0.1 on both tasks",
          true,
        ],
      ]
    `)
    const perturbed = before.claims.find(({ title }) => title === 'perturbed')!.calls
    expect(perturbed.note).toContain('64 prompts to shrink counterexamples')
    expect(before.claims.find(({ title }) => title === 'general')).toMatchObject({
      unit: 'instruction',
      pool: 7,
      cells: { most: 140 },
    })
    expect((await fake.vitest()).code).toBe(0)
    const { evidence } = fake.run()
    expect(evidence.claims.map(({ verdict }) => verdict)).toEqual(evidence.claims.map(() => 'pass'))
    const after = (await planned(fake)).plan
    const said = after.claims.map(({ title, chances }) => [title, chances[0]!.assumption.replace(/run \S+/, 'run R')])
    expect(said).toMatchInlineSnapshot(`
      [
        [
          "arms",
          "as in run R (128 sources)",
        ],
        [
          "chain",
          "as in run R (128 sources)",
        ],
        [
          "dataset",
          "as in run R (128 sources)",
        ],
        [
          "general",
          "the truth is 0.65",
        ],
        [
          "perturbed",
          "the truth is 0.15",
        ],
        [
          "scale",
          "as in run R (94 sources)",
        ],
        [
          "two",
          "as in run R (128 and 34 sources)",
        ],
      ]
    `)
  })

  test('a spread too small for the data is refused, and a gate does not ask for it', async () => {
    const fake = start(claim('sharp', 'toScoreAlikeAcrossInstructions({ maxSpread: 0.05 })'), {
      'data/qa.jsonl': dataset(60),
      'releases.ts': releases(`return right(prompt)`),
    })
    const { code, output } = await fake.shell('cli plan')
    expect(code).toBe(2)
    expect(output.match(/ {2}REFUSED.*\n.*/)?.[0]).toMatchInlineSnapshot(`
      "  REFUSED  to pass, a limit of 0.05 needs 83 independent sources even if no two of them ever differ, and 60 can be asked
                 a limit of 0.068 could be decided with these data; this one with 83 independent sources"
    `)
    expect((await fake.vitest()).code).toBe(3)
    const [sharp] = fake.run().evidence.claims
    expect(sharp).toMatchObject({ verdict: 'inconclusive', cells: 0 })
    expect(sharp?.reason).toMatchInlineSnapshot(
      `"nothing was asked: to pass, a limit of 0.05 needs 83 independent sources even if no two of them ever differ, and 60 can be asked; a limit of 0.068 could be decided (npx vitest-robustness plan says more)"`,
    )
  })

  test('a mistake in a suite is reported, and there must be a suite', async () => {
    const fake = start(claim('right', 'toStayAbove({ acuracy: 0.6 })'))
    const { code, output } = await fake.shell('cli plan')
    expect(code).toBe(2)
    expect(output).toMatch(/toStayAbove\(\): unknown option "acuracy" \(did you mean "accuracy"\?\)/)
    expect(output).not.toMatch(/Plan for/)
    fake.write('a.robust.ts', '')
    expect((await fake.shell('cli plan')).code).not.toBe(0)
  })
})
