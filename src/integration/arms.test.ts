import { afterEach, expect, test } from 'vitest'
import { config, dataset, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Claims about several instructions, tasks and releases at once, from the suite to the recomputed run. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

const TASKS = `import { booleanQa } from 'vitest-robustness'
export const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })
export const other = booleanQa({ name: 'other', examples: 'data/other.jsonl', instructions: 'data/qa.yaml' })
`
/** Right, but on the first task it answers every unseen wording with yes; on the other one never wrong. */
const UNEVEN = `return unseen(prompt) && /Item/.test(prompt) ? 'yes' : right(prompt)`

test(
  'two tasks, worst instruction, robust accuracy, spread, scale; the run verifies',
  { timeout: 90_000 },
  async () => {
    project = fakeProject({
      'tasks.ts': TASKS,
      'data/other.jsonl': dataset().replaceAll('Item', 'Thing'),
      'vitest.config.ts': config().replace('releases: {', `releases: { small: './releases.ts#small',`),
      'releases.ts': `${releases(UNEVEN)}
export const small = fromFunction({ model: 'small', revision: '1', ask: async () => 'yes' })`,
      'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa, other } from './tasks.ts'
test('two tasks', async () => { await expect(release().on(qa)).toBeAsRobustOn(other, { by: 0.05 }) })
test('two tasks, turned', async () => { await expect(release().on(other)).toBeAsRobustOn(qa, { by: 0.05, metric: 'drop' }) })
test('worst seen', async () => { await expect(release().on(qa)).toStayAbove({ worstInstruction: 0.8, family: 'seen' }) })
test('worst unseen', async () => { await expect(release().on(qa), 'unseen is weak').toStayAbove({ worstInstruction: 0.9, family: 'unseen' }) })
test('not the worst', async () => { await expect(release().on(qa)).not.toStayAbove({ worstInstruction: 0.9 }) })
test('robust', async () => { await expect(release().on(qa)).toStayAbove({ robustAccuracy: 0.9 }) })
test('spread', async () => { await expect.soft(release().on(qa)).toScoreAlikeAcrossInstructions({ maxSpread: 0.2 }) })
test('scale', async () => { await expect(release().on(other)).toImproveWithScale(['small', 'candidate']) })
`,
    })
    const { code, output } = await project.vitest()
    expect(code).toBe(1)
    const { claims, tasks, releases: asked } = project.run().evidence
    const byTitle = new Map(claims.map((claim) => [claim.title, claim]))
    expect(claims.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['not the worst', 'pass'],
      ['robust', 'fail'],
      ['scale', 'pass'],
      ['spread', 'fail'],
      ['two tasks', 'fail'],
      ['two tasks, turned', 'pass'],
      ['worst seen', 'pass'],
      ['worst unseen', 'fail'],
    ])
    expect(tasks.map(({ name }) => name)).toEqual(['other', 'qa'])
    expect(asked?.map(({ name }) => name)).toEqual(['small'])
    expect(byTitle.get('two tasks')).toMatchObject({
      spec: { other: { task: 'other' } },
      counterexamples: [expect.objectContaining({ gold: 'no' }), expect.anything(), expect.anything()],
    })
    expect(byTitle.get('robust')!.cells).toBeLessThan(byTitle.get('robust')!.units * 8)
    // The run's own page rests on what was noted while the claims were decided, and this one on the files alone.
    const folder = `.robustness/runs/${project.read('.robustness/runs/latest').trim()}`
    expect((await project.shell('cli report --format html --output again.html')).code).toBe(0)
    expect(project.read('again.html') === project.read(`${folder}/report.html`)).toBe(true)
    expect(output).toContain('unseen is weak')
    expect(output).toMatch(/Claim "worst unseen" fails: instruction u\d: accuracy at most 0\.\d+, limit 0\.9/)
    expect(output).toMatch(
      /Claim "spread" fails: instruction \w+ over u\d: difference in accuracy at least 0\.\d+, limit 0\.2/,
    )
    const verified = await project.shell('cli report --verify')
    expect(verified).toMatchObject({ code: 0 })
  },
)

test('what a matcher was given is checked', { timeout: 60_000 }, async () => {
  project = fakeProject({
    'tasks.ts': TASKS,
    'data/other.jsonl': dataset(20),
    'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('no task', async () => { await expect(release().on(qa)).toBeAsRobustOn({ by: 0.05 }) })
test('itself', async () => { await expect(release().on(qa)).toBeAsRobustOn(qa, { by: 0.05 }) })
test('unknown release', async () => { await expect(release().on(qa)).toImproveWithScale(['acepted', 'candidate']) })
test('two limits', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5, worstInstruction: 0.5 }) })
`,
  })
  const { code, output } = await project.vitest()
  expect(code).toBe(2)
  expect(output).toContain(
    'toBeAsRobustOn() takes another task first: expect(release().on(task)).toBeAsRobustOn(otherTask, { … })',
  )
  expect(output).toContain('toBeAsRobustOn() needs another task')
  expect(output).toContain('toImproveWithScale(): unknown release "acepted" (did you mean "accepted"?)')
  expect(output).toContain(
    'toStayAbove() takes one limit: accuracy, worstInstruction, robustAccuracy, not accuracy and worstInstruction',
  )
})

test('α for each verdict, and claims about the dataset alone', { timeout: 60_000 }, async () => {
  project = fakeProject({
    'tasks.ts': TASKS,
    'data/other.jsonl': dataset(30),
    'vitest.config.ts': config('alpha: { pass: 0.05, fail: 0.01 },').replace(
      'releases: {',
      `releases: { warm: './releases.ts#warm',`,
    ),
    'releases.ts': `${releases(`return 'yes'`)}
export const warm = fromFunction({ model: 'warm', revision: '1', parameters: { temperature: 0.7 }, ask: async () => 'yes' })`,
    'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa, other } from './tasks.ts'
test('a source', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.1 }) })
test('b strict', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.1, alpha: { pass: 0.001, fail: 0.005 } }) })
test('c loose', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.1, alpha: 0.2 }) })
test('d loose, advisory', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.1, alpha: 0.2, advisory: true }) })
test('e dataset', async () => { await expect(release().on(other)).toStayAbove({ accuracy: 0.5, population: 'dataset' }) })
test('f dataset', async () => { await expect(release().on(other)).not.toStayAbove({ worstInstruction: 0.6, population: 'dataset' }) })
test('g warm', async () => { await expect(release('warm').on(other)).toStayAbove({ accuracy: 0.5, population: 'dataset' }) })
`,
  })
  const { code, output } = await project.vitest()
  expect(code).toBe(2)
  const { claims, alpha, alphaFail } = project.run().evidence
  expect([alpha, alphaFail]).toEqual([0.05, 0.01])
  expect(claims.map((claim) => [claim.title, claim.verdict, claim.alpha, claim.alphaFail])).toEqual([
    ['a source', 'pass', 0.05, 0.01],
    ['b strict', 'pass', 0.001, 0.005],
    ['d loose, advisory', 'pass', 0.2, undefined],
    ['e dataset', 'pass', 0.05, 0.01],
    ['f dataset', 'pass', 0.05, 0.01],
  ])
  expect(claims[3]).toMatchObject({ units: 30, spec: { population: 'dataset' }, interval: [0.5, 0.5] })
  expect(claims[4]!.population).toContain('over these examples alone')
  expect(output).toContain('a gating claim may be stricter than the gate')
  expect(output).toContain(`warm answers at temperature 0.7, so its answers vary`)
  expect(await project.shell('cli report --verify')).toMatchObject({ code: 0 })
})
