import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { evidenceHash, HASH_DIGITS_IN_NAME } from '../core/hash/index.ts'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('stable', async () => { await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.2 }) })
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.1 }) })
`
/** Unseen wordings are answered with yes alone. */
const WORSE = releases(`return unseen(prompt) ? 'yes' : right(prompt)`)

let project: FakeProject | undefined
afterEach(() => project?.remove())

const start = (files: Record<string, string> = {}): FakeProject =>
  (project = fakeProject({ 'a.robust.ts': SUITE, 'releases.ts': WORSE, ...files }))

/** The cells of the run written last. */
function cellsOf(fake: FakeProject): string[] {
  const latest = fake.read('.robustness/runs/latest').trim()
  const lines = fake.read(`.robustness/runs/${latest}/observations.jsonl`).trim().split('\n')
  return lines.map((line) => {
    const { example, variant, trial } = JSON.parse(line) as { example: string; variant: string; trial: number }
    return `${example}/${variant}/${trial}`
  })
}

describe('measure mode with a budget', { timeout: 90_000 }, () => {
  test('spends it evenly, decides nothing, and every figure follows from the observations', async () => {
    const fake = start()
    const measured = await fake.shell('cli measure --cells 350')
    expect(measured.output).toMatch(/measure qa: 350 of 5600 cells \(400 examples × 7 variants, each at most twice\)/)
    expect(measured.output).toMatch(/Measured, decides nothing/)
    expect(measured.code).toBe(0)
    const { evidence, context } = fake.run()
    expect([evidence.mode, evidence.gate, context.exitCode, context.calls.made]).toEqual([
      'measure',
      { verdict: 'inconclusive', exitCode: 3, reasons: ['Measured, decides nothing.'] },
      0,
      350,
    ])
    expect(new Set(evidence.claims.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
      new Set(['not applicable: measured, decides nothing']),
    )
    const { tasks = [], claims = [] } = evidence.measurements ?? {}
    expect(tasks[0]?.asked).toMatchObject({ cells: 350, repeats: 70, examples: 70, missing: 0 })
    const asked = tasks[0]?.slices.filter(({ of }) => of === 'variant').map(({ cells }) => cells) ?? []
    expect(Math.max(...asked) - Math.min(...asked)).toBeLessThanOrEqual(3)
    const of = (name: string) => tasks[0]?.slices.find((slice) => slice.name === name)?.metrics[0]?.value
    expect(of('seen')).toBe(1)
    expect(of('unseen')).toBeLessThan(0.7)
    expect(claims.map(({ title, finding }) => [title, finding])).toEqual([
      ['no worse', 'open'],
      ['right', 'holds'],
      ['stable', 'broken'],
    ])
    const verified = await fake.shell('cli report --verify')
    expect([verified.code, /Verified: /.test(verified.output)]).toEqual([0, true])
  })

  test('a figure that was altered is found and named', async () => {
    const fake = start()
    await fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: '100' })
    const runs = join(fake.root, '.robustness/runs')
    const name = fake.read('.robustness/runs/latest').trim()
    const run = fake.run()
    const [metric] = run.evidence.measurements!.tasks[0]!.slices[0]!.metrics
    Object.assign(metric!, { value: 0.999 })
    fake.write(`.robustness/runs/${name}/run.json`, JSON.stringify(run))
    const refused = await fake.shell('cli report --verify')
    expect(refused.code).toBe(2)
    expect(refused.output).toMatch(/was changed after the run: the hash of its evidence is/)
    // With the hash computed again, in the file and in the folder's name, there is still a figure that no computation gives.
    const hash = evidenceHash(run)
    fake.write(`.robustness/runs/${name}/run.json`, JSON.stringify({ ...run, evidenceHash: hash }))
    const forged = name.slice(0, name.lastIndexOf('-') + 1) + hash.slice(0, HASH_DIGITS_IN_NAME)
    renameSync(join(runs, name), join(runs, forged))
    const { code, output } = await fake.shell(`cli report .robustness/runs/${forged} --verify`)
    expect(code).toBe(1)
    expect(output).toMatch(
      /Difference: measured qa\/slices\/qa\/metrics\/accuracy\/value is recorded as 0.999, recomputed as 0/,
    )
  })

  test('a larger budget asks the cells of a smaller one and more, of another release too', async () => {
    const fake = start()
    const measure = async (cells: number, release: string) => {
      await fake.vitest([], {
        ROBUSTNESS_MODE: 'measure',
        ROBUSTNESS_CELLS: String(cells),
        ROBUSTNESS_RELEASE: release,
      })
      return cellsOf(fake)
    }
    const [few, many] = [await measure(60, 'candidate'), await measure(200, 'accepted')]
    expect([few.length, many.length, few.filter((cell) => !many.includes(cell))]).toEqual([60, 200, []])
  })

  test("answers that vary by themselves: the rate, at the release's own temperature", async () => {
    const fake = start({
      'releases.ts': releases(`return trial === 0 ? right(prompt) : { yes: 'no', no: 'yes' }[right(prompt)]`),
    })
    await fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: '150' })
    expect(fake.run().evidence.measurements?.tasks[0]?.selfVariation).toMatchObject({ pairs: 30, rate: 1 })
  })

  test.each([
    ['cli measure', 'measure: --cells is missing; give a whole number of cells, e.g. --cells 5000'],
    ['cli measure --cells many', 'measure: --cells is "many"'],
  ])('%s: %s', async (line, message) => {
    const { code, output } = await start().shell(line)
    expect([code, output.includes(message)]).toEqual([2, true])
  })

  test("without a budget the mode still accepts a baseline, asking the claims' own cells", async () => {
    const fake = start({ 'vitest.config.ts': config(`baseline: 'baselines/line',`) })
    const { code, output } = await fake.vitest([], { ROBUSTNESS_MODE: 'measure' })
    expect([code, /Accepted candidate as the baseline of line "line": 400 cells/.test(output)]).toEqual([0, true])
  })
})
