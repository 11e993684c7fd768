import { afterEach, expect, test } from 'vitest'
import { fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** Claims about instructions in general, in a real vitest: the unit is the instruction. */

let project: FakeProject | undefined
afterEach(() => project?.remove())

const COUNT = 60
const SET = `set: qa
task: boolean-qa
licence: Apache-2.0
author: the fake project
reviewed: { by: the fake project, on: '2026-11-21' }
canonical: w0
instructions:
${Array.from({ length: COUNT }, (_, index) => `  - { id: w${index}, family: plain, text: 'Way ${index}. {passage} {question}' }\n`).join('')}`

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
const about = { population: 'instructions', examplesEach: 5 }
test('right in general', () => expect(release().on(qa)).toStayAbove({ accuracy: 0.55, ...about }))
test('on these examples', () => expect(release().on(qa)).toStayAbove({ accuracy: 0.55 }))
test('stable in general', () => expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.3, ...about }))
test('too strict', () => expect(release().on(qa)).toStayAbove({ accuracy: 0.99, ...about }))
test('no unit', () => expect(release().on(qa)).toStayAbove({ worstInstruction: 0.5, ...about }))
test('lonely', () => expect(release().on(qa)).toStayAbove({ accuracy: 0.6, examplesEach: 5 }))
`

test(
  'an instruction is the unit: its examples cannot stand in for other instructions',
  { timeout: 90_000 },
  async () => {
    project = fakeProject({
      'data/qa.yaml': SET,
      'a.robust.ts': SUITE,
      // One wording in three is not understood, whatever the example.
      'releases.ts': releases(`return Number(/Way (\\d+)/.exec(prompt)[1]) % 3 === 2 ? 'none' : right(prompt)`),
    })
    const { output } = await project.vitest()
    const claims = Object.fromEntries(project.run().evidence.claims.map((claim) => [claim.title, claim]))
    const general = claims['right in general']!
    expect(general.verdict).toBe('inconclusive')
    expect([general.units, general.pool, general.examples]).toEqual([COUNT, COUNT, 5 * COUNT])
    expect(general.estimate).toBeCloseTo(2 / 3, 12)
    expect(general.reason).toMatch(/all 60 instructions were asked, and with so few this is the limit/)
    expect(general.population).toMatch(
      /on instructions in general, of which these 60 are the sample \(5 examples each\)/,
    )
    // The same share of wrong answers, taken example by example, is decided: that is the mistake.
    expect(claims['on these examples']?.verdict).toBe('pass')
    expect(claims['stable in general']?.verdict).not.toBe('pass')
    expect(claims['too strict']).toMatchObject({ verdict: 'inconclusive', cells: 0 })
    expect(claims['too strict']?.reason).toMatch(
      /needs \d+ instructions .* with few instructions this is the limit; a limit of/,
    )
    expect(output).toContain('a claim about the best or worst of these instructions is about these')
    expect(output).toContain("is for population: 'instructions' only")
    expect(await project.shell('cli report --verify --format json --output /dev/null')).toMatchObject({ code: 0 })
  },
)

test('with enough instructions it is decided', { timeout: 90_000 }, async () => {
  project = fakeProject({
    'data/qa.yaml': SET,
    'a.robust.ts': SUITE.replace(/test\('(?:too strict|no unit|lonely)'.*\n/g, ''),
    'releases.ts': releases(`return right(prompt)`),
  })
  expect((await project.vitest()).output).toContain('GATE: PASS')
  const first = project.run().evidence.claims.find(({ title }) => title === 'right in general')
  expect(first?.units).toBeLessThan(COUNT)
  expect(Object.keys(first?.templates ?? {}).toSorted()).toEqual(first?.order.toSorted())
})
