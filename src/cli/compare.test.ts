import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReleaseComparison } from '../core/compare/index.ts'
import { sha256 } from '../core/hash/index.ts'
import { measureTask } from '../core/measure/index.ts'
import { sampleAnswer, sampleCells, samplePlan } from '../core/measure/measured.testing.ts'
import type { TaskMeasurement } from '../core/types/index.ts'
import { writeRun } from '../runs/index.ts'
import { cliIn, folderWith, madeLog } from './cliIn.testing.ts'
import { decidedRun, type DecidedRun } from './decidedRun.testing.ts'

/**
 * Synthetic: no model answered anything here, and no figure is that of a publication. Names of the study's six models,
 * and for each a made-up share of right answers under seen and under unseen wordings.
 */
const SYNTHETIC: Readonly<Record<string, readonly [number, number]>> = {
  Alpaca: [0.6, 0.5],
  Vicuna: [0.65, 0.6],
  WizardLM: [0.7, 0.5],
  'Flan-T5-XL': [0.8, 0.7],
  'Flan-T5-XXL': [0.85, 0.75],
  'T0++': [0.75, 0.75],
}

const VARIANTS = [
  { variant: 's1', seen: true, family: 'imperative' },
  { variant: 's2', seen: true, family: 'question' },
  { variant: 'u1', seen: false, family: 'imperative' },
  { variant: 'u2', seen: false, family: 'question' },
]

function syntheticLog(model: string): object[] {
  const [seenShare = 0, unseenShare = 0] = SYNTHETIC[model] ?? []
  return Array.from({ length: 100 }, (_, at) =>
    VARIANTS.map(({ variant, seen, family }) => {
      const draw = Number.parseInt(sha256(`${model}/${at}/${variant}`).slice(0, 8), 16) / 2 ** 32
      const answer = draw < (seen ? seenShare : unseenShare) ? 'yes' : 'no'
      return { example: `e${at}`, variant, seen, family, model, task: 'synthetic', answer, gold: 'yes' }
    }),
  ).flat()
}

/** A metric of a user's own, in JavaScript that needs no package: what `defineMetric` makes is a plain object. */
const OWN = `export const shareOfNo = {
  name: 'share of no', summary: 'how often the answer is no', source: 'own', range: [0, 1], better: 'less', digits: 3,
  slices: ['task', 'seen'], compared: { slices: ['task', 'seen'] }, interval: { meanOver: 'cells' },
  compute: (cells) => ({ value: cells.filter(({ answer }) => answer === 'no').length / cells.length, rates: { answered: 1 } }),
}
export const broken = { ...shareOfNo, name: 'broken', compute() { throw new Error('no luck') } }
`

describe('compare recorded logs', () => {
  test("by a metric of the user's own too", async () => {
    const names = ['Alpaca', 'Vicuna']
    const folder = await folderWith(Object.fromEntries(names.map((name) => [`${name}.jsonl`, syntheticLog(name)])))
    await writeFile(join(folder, 'own.mjs'), OWN)
    const call = ['compare', ...names.map((name) => `${name}.jsonl`)]
    const json = await cliIn(folder, ...call, '-f', 'json', '--metrics', './own.mjs#shareOfNo')
    expect(json).toMatchObject({ code: 0, err: '' })
    const { figures } = JSON.parse(json.out) as ReleaseComparison
    const [accuracy, no] = ['accuracy', 'share of no'].map((wanted) => figures.find(({ figure }) => figure === wanted))
    expect(no?.of.map((one) => one!.value)).toEqual(accuracy!.of.map((one) => expect.closeTo(1 - one!.value, 12)))
    expect(no?.of[0]?.interval?.low).toBeLessThan(no!.of[0]!.value)
    const { out } = await cliIn(folder, ...call, '--metrics', './own.mjs#shareOfNo')
    expect(out).toMatch(/synthetic: share of no, seen\n +Alpaca +0\.\d{3} \[0\.\d{3}, 0\.\d{3}\]/)
    expect((await cliIn(folder, ...call)).out).not.toContain('share of no')
    const refused = await cliIn(folder, ...call, '--metrics', './own.mjs#broken')
    expect(refused).toMatchObject({
      code: 2,
      err: 'the metric "broken" cannot be computed of synthetic: it threw: no luck\n',
    })
    const unknown = await cliIn(folder, ...call, '--metrics', './own.mjs#shareOfYes')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringMatching(/own\.mjs has no export "shareOfYes"/)])
  })

  test('the six models of the study side by side, with made-up answers', async () => {
    const names = Object.keys(SYNTHETIC)
    const folder = await folderWith(Object.fromEntries(names.map((name) => [`${name}.jsonl`, syntheticLog(name)])))
    const files = names.map((name) => `${name}.jsonl`)
    const { code, out, err } = await cliIn(folder, 'compare', ...files)
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(out).toMatchSnapshot('terminal')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const markdown = await cliIn(folder, 'compare', ...files, '--format', 'markdown')
    expect(markdown.out).toMatchSnapshot('markdown')

    const json = JSON.parse((await cliIn(folder, 'compare', ...files, '-f', 'json')).out) as ReleaseComparison
    expect(json.differences).toBeUndefined()
    // Every figure follows from the answers.
    for (const [at, name] of names.entries()) {
      const right = (seen?: boolean) => {
        const lines = syntheticLog(name) as { seen: boolean; answer: string }[]
        const own = lines.filter((line) => seen === undefined || line.seen === seen)
        return own.filter(({ answer }) => answer === 'yes').length / own.length
      }
      const figure = (wanted: string) => json.figures.find((row) => row.figure === wanted)?.of[at]
      expect(figure('accuracy')?.value).toBeCloseTo(right(), 12)
      expect(figure('accuracy, seen')?.value).toBeCloseTo(right(true), 12)
      expect(figure('accuracy, unseen')?.value).toBeCloseTo(right(false), 12)
      const { low = 1, high = 0 } = figure('accuracy')?.interval ?? {}
      expect(low).toBeLessThan(right())
      expect(high).toBeGreaterThan(right())
    }
  })

  test('says on how many instructions ranks rest where models were tuned on different ones', async () => {
    const tunedOn = (name: string, ...seen: readonly string[]) =>
      (syntheticLog(name) as { variant: string }[]).map((line) =>
        Object.assign({}, line, { seen: seen.includes(line.variant) }),
      )
    const folder = await folderWith({
      'a.jsonl': tunedOn('Alpaca', 's1', 's2'),
      'b.jsonl': tunedOn('Vicuna', 's1', 'u1'),
      'c.jsonl': tunedOn('WizardLM', 'u1', 'u2'),
    })
    const said = async (...files: readonly string[]) => {
      const { out } = await cliIn(folder, 'compare', ...files.map((file) => `${file}.jsonl`))
      return out.slice(out.indexOf('synthetic, seen: over'), out.indexOf('\n\nRecorded logs')).split('\n')
    }
    expect((await said('a', 'b', 'c')).join('\n')).toMatchInlineSnapshot(`
      "synthetic, seen: over instructions seen for both of a pair: a and b 1 (2 seen
        for one of the two alone left out), b and c 1 (2 seen for one of the two alone
        left out).
      synthetic, unseen: over instructions unseen for both of a pair: a and b 1 (2
        unseen for one of the two alone left out), b and c 1 (2 unseen for one of the
        two alone left out).
      synthetic, seen: not compared: a and c: their lists of seen instructions differ,
        and no instruction is seen for both.
      synthetic, unseen: not compared: a and c: their lists of seen instructions
        differ, and no instruction is unseen for both."
    `)
    expect(await said('c', 'b', 'a')).toHaveLength((await said('a', 'b', 'c')).length)
  })

  test('of two: the paired difference with its interval, broken and recovered examples', async () => {
    const folder = await folderWith({
      'v1.jsonl': madeLog(100, 10),
      'v2.jsonl': madeLog(90, 4).map((line, at) => (at === 7 ? Object.assign({}, line, { answer: null }) : line)),
    })
    const { code, out } = await cliIn(folder, 'compare', 'v1.jsonl', 'v2.jsonl')
    expect(code).toBe(0)
    expect(out.slice(out.indexOf('Intervals'))).toMatchInlineSnapshot(`
      "Intervals: 95%, over independent sources, of a size fixed beforehand; side by
        side they are no test of a difference.
      v2: 1 cell without a score left out, neither right nor wrong.
      Figures are over each release's own cells. v1 has scores for 21 prompts of
        examples where v2 has none: log/e3 under b, log/e90 under a, log/e90 under b,
        log/e91 under a, log/e91 under b and 16 more.

      log: v2 scores -0.156 against v1 (95% interval -0.26 to -0.06; 179 shared cells
        of 90 examples).

      Of 90 examples asked of both, 18 broke (always right before, always wrong now)
        and 4 recovered; by source 18 of 90 got worse and 4 better (exact sign test p
        = 0.004). Advisory.
      Broken: log/e12, log/e16, log/e24, log/e28, log/e32 and 13 more.
      Recovered: log/e10, log/e30, log/e50, log/e70.
      Lost in log, label "yes": 18 of 90 sources lost, 4 gained, net -14 (exploratory:
        1 part looked at).
      "
    `)
  })

  test('an example that is another in one of them is refused', async () => {
    const folder = await folderWith({
      'v1.jsonl': madeLog(10, 0),
      'v2.jsonl': madeLog(10, 0, { gold: 'no' }),
      'v3.jsonl': madeLog(10, 0, { input: 'else' }),
    })
    expect((await cliIn(folder, 'compare', 'v1.jsonl', 'v2.jsonl')).err).toMatchInlineSnapshot(`
      "Example e0 of log is not the same in v1 and v2: its gold answer differs
      "
    `)
    expect((await cliIn(folder, 'compare', 'v1.jsonl', 'v1.jsonl', 'v3.jsonl')).err).toMatchInlineSnapshot(`
      "Example e0 of log is not the same in v1 1 and v3: the hashes of its contents differ
      "
    `)
  })
})

describe('compare runs', () => {
  let sample: DecidedRun

  beforeAll(async () => {
    sample = await decidedRun()
  })

  afterAll(() => rm(sample.project, { recursive: true, force: true }))

  /** The sample's run as another release, with changes to its claims. */
  async function written(
    name: string,
    change: (claim: DecidedRun['draft']['evidence']['claims'][number]) => object = () => ({}),
    hash = sample.task.hash,
  ): Promise<string> {
    const { evidence, context } = sample.draft
    const draft = {
      context,
      evidence: {
        ...evidence,
        candidate: { ...evidence.candidate, name },
        claims: evidence.claims.map((claim) => ({ ...claim, ...change(claim), release: name })),
        tasks: evidence.tasks.map((task) => ({ ...task, hash })),
      },
    }
    const old = evidence.candidate.name
    const observations = sample.observations.map((one) => (one.release === old ? { ...one, release: name } : one))
    return (await writeRun(join(sample.project, '.robustness'), draft, observations)).folder
  }

  test('two gates: claims with verdicts, what fails newly and moved, and no fixed-size interval', async () => {
    const good = await written('v8', ({ title }) =>
      title.endsWith('> keeps its answer') ? { verdict: 'pass', interval: [0, 0.04] } : {},
    )
    const { code, out, err } = await cliIn(sample.project, 'compare', good, await written('v9'))
    expect({ code, err }).toMatchObject({ code: 0 })
    expect(out).toMatchInlineSnapshot(`
      "Comparison of 2 releases. It decides nothing.
        v8  gate run, 48 cells
        v9  gate run, 48 cells

      Claim: relations > keeps its answer
        v8  pass: flip rate at most 0.04, limit 0.05
        v9  fail: flip rate at least 0.10, limit 0.05

      Claim: relations > mostly keeps its answer
        v8  pass: flip rate at most 0.58, limit 0.6
        v9  pass: flip rate at most 0.58, limit 0.6

      Claim: relations > stays as good
        v8  pass: difference in accuracy at least -0.29, limit -0.3
        v9  pass: difference in accuracy at least -0.29, limit -0.3

      v8, v9: a gate's run stops where its data say, so the bounds of its claims alone
        hold.

      re: v9 scores 0.000 against v8 (no interval: v8 is a gate's run, which stopped
        where its data said: its claims' own bounds hold; 48 shared cells of 16
        examples).

      Newly failing: "relations > keeps its answer".
      Moved: "relations > keeps its answer", 0.00 to 0.04 then, 0.10 to 0.96 now.
      "
    `)
  })

  test('two measure runs: the figures and intervals that they recorded, and the paired difference', async () => {
    const plan = samplePlan(40)
    const folders: string[] = []
    const recorded: TaskMeasurement[] = []
    for (const [name, worse] of [
      ['v8', false],
      ['v9', true],
    ] as const) {
      const said = (at: number, variant: string) => (worse && at % 4 === 0 ? 'no' : sampleAnswer(at, variant))
      const cells = sampleCells(plan, 40, said).map((cell) =>
        Object.assign({}, cell, { release: name, key: sha256(`${name}/${cell.key}/${cell.trial}`) }),
      )
      const task = measureTask('measure', plan, cells, (a, b) => a === b)
      recorded.push(task)
      const { evidence, context } = sample.draft
      const draft = {
        context,
        evidence: {
          ...evidence,
          mode: 'measure' as const,
          candidate: { ...evidence.candidate, name },
          claims: [],
          tasks: [{ name: plan.task, hash: plan.taskHash, kind: plan.kind, sources: [] }],
          measurements: { budget: plan.budget, level: 0.95, tasks: [task], claims: [] },
        },
      }
      folders.push((await writeRun(join(sample.project, '.robustness'), draft, cells)).folder)
    }
    const { out } = await cliIn(sample.project, 'compare', ...folders, '-f', 'json')
    const { releases, figures, differences = [] } = JSON.parse(out) as ReleaseComparison
    expect(releases.map(({ name, from }) => `${name}: ${from}`)).toEqual(['v8: measure run', 'v9: measure run'])
    expect(figures.map(({ figure }) => figure)).toMatchInlineSnapshot(`
      [
        "accuracy",
        "accuracy, seen",
        "accuracy, unseen",
        "accuracy, family imperative",
        "accuracy, family polite",
        "accuracy, family question",
        "flip rate",
        "spread",
        "worst variant",
        "robust accuracy",
        "seen/unseen gap",
      ]
    `)
    for (const [at, { slices }] of recorded.entries()) {
      const unseen = slices.find(({ of }) => of === 'unseen')?.metrics.find(({ name }) => name === 'accuracy')
      const shown = figures.find(({ figure }) => figure === 'accuracy, unseen')?.of[at]
      expect(shown).toEqual({ value: unseen?.value, interval: unseen?.intervals[0] })
    }
    // Of 40 examples 10 turned wrong, except where they were already: u1 on 2 of them, u2 on all 10.
    const [difference] = differences
    expect(difference).toMatchObject({ task: 'qa', cells: 480, examples: 40 })
    expect(difference?.estimate).toBeCloseTo(-(10 * 6 - 2 - 10) / 240, 12)
    expect(difference?.interval?.high).toBeLessThan(0)
  })

  test('takes run.json, and names two runs of one release apart', async () => {
    const folder = await written('v8')
    const { out } = await cliIn(sample.project, 'compare', folder, join(folder, 'run.json'), '-f', 'json')
    const { releases } = JSON.parse(out) as ReleaseComparison
    expect(new Set(releases.map(({ name }) => name)).size).toBe(2)
  })

  test('refuses runs of two tasks, and what is no run', async () => {
    const [a, b] = [await written('v8'), await written('v9', undefined, 'f'.repeat(64))]
    const refused = async (...args: string[]) => {
      const { code, err } = await cliIn(sample.project, 'compare', ...args)
      expect(code).toBe(2)
      // A file is shown from the working directory, wherever that is.
      const shown = err.replaceAll(/[./\w-]*\/(?=none\.json)/g, '')
      return shown.replaceAll(sample.project, '<project>').replaceAll(sample.task.hash.slice(0, 12), '<hash>')
    }
    await writeFile(join(sample.project, 'none.json'), '{}')
    expect([
      await refused(a, b),
      await refused(a),
      await refused(a, 'nowhere'),
      await refused(a, 'none.json'),
      await refused(a, a, '--format', 'jsn'),
    ]).toMatchInlineSnapshot(`
      [
        "The task re of v9 is not that of v8: its hash is ffffffffffff, there <hash>. Examples, instructions or labels changed in between; measure one of the two again.
      ",
        "compare needs two or more: run folders, recorded logs, baseline folders
      ",
        "No run folder nowhere, and no run of that id in <project>/.robustness/runs
      ",
        "none.json is no inspect_ai log (samples), no promptfoo output (results.results) and no list of records
      ",
        "No format "jsn" (did you mean "json"?)
      ",
      ]
    `)
  })

  test('a baseline folder', async () => {
    const baseline = join(import.meta.dirname, '../../fixtures/baselines/tiny')
    const { code, out, err } = await cliIn(sample.project, 'compare', baseline, baseline, '-f', 'json')
    expect({ code, err }).toMatchObject({ code: 0 })
    const { releases, differences = [] } = JSON.parse(out) as ReleaseComparison
    expect(releases[0]).toMatchObject({ from: 'baseline' })
    expect(differences.length).toBeGreaterThan(0)
    for (const { estimate, interval } of differences)
      expect({ estimate, interval }).toEqual({ estimate: 0, interval: null })
  })
})
