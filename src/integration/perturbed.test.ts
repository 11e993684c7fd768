import { afterEach, expect, test } from 'vitest'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Claims over perturbations, from the suite to the recomputed run. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

/** Says A where there are options. Turns its answer round where the exact word "answer" is missing, and for nothing else. */
const TOUCHY = `if (prompt.includes('Options:')) return 'A'
  const said = (/says (yes|no)/i.exec(prompt)?.[1] ?? 'none').toLowerCase()
  return /\\banswer\\b/.test(prompt) ? said : said === 'yes' ? 'no' : 'yes'`

const OPTIONS = ['red', 'blue', 'green']

const FILES = {
  'data/mc.jsonl': Array.from(
    { length: 120 },
    (_, at) =>
      `${JSON.stringify({ input: { question: `Which is it, ${at}?`, options: OPTIONS.map((name) => `${name} ${at}`) }, gold: 'A' })}\n`,
  ).join(''),
  'data/mc.yaml': `set: mc
task: multiple-choice
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: m1
instructions:
  - { id: m1, family: imperative, text: '{question} Options: {options} Name the letter.' }
`,
  'tasks.ts': `import { booleanQa, multipleChoice } from 'vitest-robustness'
export const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })
export const mc = multipleChoice({ name: 'mc', examples: 'data/mc.jsonl', instructions: 'data/mc.yaml' })
const documents = ['a', 'b', 'c'].map((id) => ({ id, text: 'Rules of house ' + id + '.' }))
export const framed = booleanQa({ name: 'framed', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml',
  surroundings: { system: 'You are a clerk.', documents } })
`,
}

const OWN = `import { expect, test } from 'vitest'
import { compose, definePerturbation, perturbations, release } from 'vitest-robustness'
import { framed, mc, qa } from './tasks.ts'
const shout = definePerturbation({
  name: 'shout', family: 'words', summary: 'A word is shouted.', source: 'own', touches: ['instruction'], preserves: 'gold',
  propose: (_, kit) => kit.words().filter(({ text }) => text === 'Text').map((place) => kit.replace(place, 'TEXT')),
})
`

test('a model that heeds one word: the shrinker finds it; everything is recomputed', { timeout: 120_000 }, async () => {
  project = fakeProject({
    ...FILES,
    'releases.ts': releases(TOUCHY),
    'a.robust.ts': `${OWN}
test('case', async () => { await expect(release().on(qa)).toBeStableUnder(['upper-case'], { maxFlipRate: 0.05 }) })
test('format', async () => { await expect(release().on(qa)).toBeStableUnderFormatting({ maxFlipRate: 0.1 }) })
test('order', async () => { await expect(release().on(mc)).toBeStableUnderOptionOrder({ maxFlipRate: 0.1 }) })
test('not order', async () => { await expect(release().on(mc)).not.toBeStableUnderOptionOrder({ maxFlipRate: 0.1 }) })
test('negation', async () => { await expect(release().on(qa)).toChangeUnder('negated-instruction', { minChangeRate: 0.9 }) })
test('negation, right', async () => { await expect(release().on(qa)).toChangeUnder(['negated-instruction'], { minAccuracy: 0.9 }) })
test('both', async () => { await expect(release().on(qa)).toBeStableUnder(compose([perturbations['upper-case'], perturbations.whitespace]), { maxFlipRate: 0.1 }) })
test('sometimes', async () => { await expect(release().on(qa)).toBeStableUnder('number-words', { maxFlipRate: 0.3 }) })
test('documents', async () => { await expect(release().on(framed)).toBeStableUnder('document-order', { maxFlipRate: 0.1 }) })
test('system', async () => { await expect(release().on(framed)).toBeStableUnder('system-wording', { maxFlipRate: 0.1, allowUsually: true }) })
test('tools', async () => { await expect(release().on(framed)).toBeStableUnder('tool-order', { maxFlipRate: 0.1 }) })
`,
  })
  const { code, output } = await project.vitest()
  expect(code).toBe(1)
  const claims = new Map(project.run().evidence.claims.map((claim) => [claim.title, claim]))
  expect(Object.fromEntries([...claims].map(([title, { verdict }]) => [title, verdict]))).toEqual({
    case: 'fail',
    format: 'pass',
    order: 'fail',
    'not order': 'pass',
    negation: 'fail',
    'negation, right': 'fail',
    both: 'fail',
    sometimes: 'pass',
    documents: 'pass',
    system: 'pass',
    tools: 'inconclusive',
  })
  // Whatever else was written in capitals, this word alone turns the answer.
  for (const { change, before, after } of claims.get('case')!.counterexamples) {
    expect(change).toMatchObject({
      smallest: true,
      edits: [{ kind: 'replace', before: 'answer', after: 'ANSWER' }],
      marked: [{ part: 'instruction', lead: 'text and ', before: 'answer', after: 'ANSWER', tail: ' yes or' }],
    })
    expect([before.answer, after.answer].toSorted()).toEqual(['no', 'yes'])
  }
  expect(output).toContain('smallest change: "text and answer yes or" -> "text and ANSWER yes or"')
  expect(claims.get('both')!.counterexamples[0]!.change).toMatchObject({ smallest: true, edits: [expect.anything()] })
  expect(claims.get('negation')!.counterexamples[0]).toMatchObject({
    wanted: expect.stringMatching(/yes|no/),
    change: { smallest: false, asked: 0 },
  })
  expect(output).toMatch(/"(yes|no)" stayed, and "(yes|no)" is right after the change/)
  // Only twenty passages hold a number that has a word: the others leave the denominator, and the report says so.
  expect(claims.get('sometimes')).toMatchObject({ pool: 20, passedOver: { examples: 380 } })
  expect(claims.get('sometimes')!.notes).toEqual([
    '380 examples left out, whose prompts none of the perturbations changes',
  ])
  expect(claims.get('tools')).toMatchObject({ pool: 0, units: 0, passedOver: { examples: 400 } })
  const verified = await project.shell('cli report --verify --rescore')
  expect(verified.output).toContain('Verified: 11 claims')
  expect(verified.output).toContain('Rescored')
  expect(verified.code).toBe(0)
  const { cell } = claims.get('case')!.counterexamples[0]!.after
  const shown = await project.shell(`cli show ${cell}`)
  expect(shown.output).toContain('READ THE TEXT AND ANSWER')
  expect(shown.output).toContain('(recomputed: this is the exact prompt)')
  const system = await project.shell(`cli show candidate/framed/${claims.get('system')!.order[0]}/s1+system-wording/0`)
  expect(system).toMatchObject({ code: 0, output: expect.stringContaining('(recomputed: this is the exact prompt)') })
  const html = await project.shell('cli report --format html --output report.html')
  expect(html.code).toBe(0)
  const folder = `.robustness/runs/${project.read('.robustness/runs/latest').trim()}`
  expect(project.read('report.html') === project.read(`${folder}/report.html`)).toBe(true)
  expect(project.read('report.html')).toContain('<del><bdi>answer</bdi></del><ins><bdi>ANSWER</bdi></ins>')
  await project.shell('cli report --format markdown --output report.md')
  expect(project.read('report.md')).toContain('<del>answer</del> <ins>ANSWER</ins>')
})

test('perturbations of the project, and what is refused', { timeout: 120_000 }, async () => {
  project = fakeProject({
    ...FILES,
    'a.robust.ts': `${OWN}
test('own', async () => { await expect(release().on(qa)).toBeStableUnder([shout, 'politeness'], { maxFlipRate: 0.1 }) })
test('typos', async () => { await expect(release().on(qa)).toBeStableUnder(['swap-letters'], { maxFlipRate: 0.1 }) })
test('directional', async () => { await expect(release().on(qa)).toBeStableUnder('directional', { maxFlipRate: 0.1 }) })
test('keeps', async () => { await expect(release().on(qa)).toChangeUnder('whitespace', { minChangeRate: 0.5 }) })
test('no such', async () => { await expect(release().on(qa)).toBeStableUnder(['whitespcae'], { maxFlipRate: 0.1 }) })
test('namesake', async () => { await expect(release().on(qa)).toBeStableUnder(compose([shout, perturbations.whitespace], 'upper-case'), { maxFlipRate: 0.1 }) })
test('no options', async () => { await expect(release().on(qa)).toBeStableUnderOptionOrder({ maxFlipRate: 0.1 }) })
`,
  })
  const { code, output } = await project.vitest()
  expect(code).toBe(2)
  const [own] = project.run().evidence.claims
  expect(own).toMatchObject({
    title: 'own',
    verdict: 'pass',
    spec: { options: { perturbations: ['shout', 'politeness'] } },
  })
  expect(output).toContain('toBeStableUnder(): swap-letters usually, not always, leave the right answer as it is')
  expect(output).toContain('must change the answer; claim that with toChangeUnder()')
  expect(output).toContain(
    'toChangeUnder(): whitespace should leave the answer as it is; claim that with toBeStableUnder()',
  )
  expect(output).toContain('no perturbation "whitespcae" (did you mean "whitespace"?)')
  expect(output).toContain('another perturbation is named "upper-case" already')
  expect(output).toContain('toBeStableUnderOptionOrder(): the examples of task "qa" have no options')
  expect((await project.shell('cli report --verify')).output).toContain('Verified')
  const rescored = await project.shell('cli report --rescore')
  expect(rescored.code).toBe(1)
  expect(rescored.output).toMatch(
    /Difference: \d+ cells under shout, a perturbation that is not of this package: not read again/,
  )
})
