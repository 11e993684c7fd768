import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { claimKinds, defineClaim } from '../../claims/index.ts'
import { fakeProject, releases, type FakeProject } from '../fakeProject.testing.ts'
import { robustMatchers } from './robustMatchers.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

/** A claim of a project's own: answers are short. It looks at raw answers, which no claim of the package does. */
const CLAIMS = `import { defineClaim, UsageError } from 'vitest-robustness'
export const toAnswerBriefly = defineClaim({
  name: 'toAnswerBriefly',
  summary: 'few answers are longer than so many characters',
  needsBaseline: false,
  parse(raw) {
    if (!(raw?.characters >= 1)) throw new UsageError('toAnswerBriefly: characters must be a number from 1')
    return raw
  },
  design: (options, context) => ({
    statistic: 'share of long answers',
    range: [0, 1],
    limit: 0.1,
    sense: 'at most',
    roles: [{ name: 'asked', pool: [context.canonical], draw: 1, trials: 1, side: 'candidate' }],
    population: 'on the canonical instruction',
  }),
  value({ asked }, sameAnswer, { characters }) {
    const long = (asked.candidate[0].raw ?? '').length > characters ? 1 : 0
    return { least: long, most: long }
  },
})
`
const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { robustMatchers } from 'vitest-robustness/matchers'
import { toAnswerBriefly } from './claims.ts'
import { qa } from './tasks.ts'
expect.extend(robustMatchers({ toAnswerBriefly }))
test('is brief', async () => {
  await expect(release().on(qa)).toAnswerBriefly({ characters: 3 })
})
test('is very brief', async () => {
  await expect(release().on(qa)).toAnswerBriefly({ characters: 1, advisory: true })
})
`

const tidy = (output: string): string[] => output.split('\n').filter((line) => line.startsWith('Difference: '))

describe('a claim of a project of its own', () => {
  let project: FakeProject
  beforeAll(() => {
    project = fakeProject({
      'claims.ts': CLAIMS,
      'own.robust.ts': SUITE,
      'releases.ts': releases('return right(prompt)'),
    })
  })
  afterAll(() => project.remove())

  test('is decided, gated and reported', async () => {
    const { code, output } = await project.vitest()
    expect({ code, output }).toMatchObject({ code: 0 })
    const { claims, gate } = project.run().evidence
    expect(claims.map(({ title, verdict, spec }) => [title, verdict, spec.kind, spec.advisory])).toEqual([
      ['is brief', 'pass', 'toAnswerBriefly', false],
      ['is very brief', 'fail', 'toAnswerBriefly', true],
    ])
    expect(gate.verdict).toBe('pass')
    expect(output).toMatch(/share of long answers/)
  })

  test('is recomputed from its module, and refused by name without', async () => {
    const without = await project.shell('cli report --verify')
    expect(without.code).toBe(1)
    expect(tidy(without.output)).toEqual([
      'Difference: "is brief": no claim kind toAnswerBriefly here, so it cannot be recomputed',
      'Difference: "is very brief": no claim kind toAnswerBriefly here, so it cannot be recomputed',
    ])
    const verified = await project.shell('cli report --verify --with ./claims.ts')
    expect(verified.output).toMatch(/Verified: 2 claims and the gate follow from \d+ observations/)
    expect(verified.code).toBe(0)
  })

  test('changed since the run, it gives another verdict and is named', async () => {
    project.write('claims.ts', CLAIMS.replace('? 1 : 0', '? 0 : 1'))
    const { code, output } = await project.shell('cli report --verify --with ./claims.ts')
    project.write('claims.ts', CLAIMS)
    expect(code).toBe(1)
    expect(output).toMatch(/Difference: "is brief": verdict is recorded as "pass", recomputed as/)
  })

  test('a module that is not there, or holds no claim, is named', async () => {
    const missing = await project.shell('cli report --verify --with ./clams.ts')
    expect([missing.code, missing.output]).toEqual([
      2,
      expect.stringMatching(/--with \.\/clams\.ts: it cannot be loaded: /),
    ])
    const empty = await project.shell('cli report --verify --with ./releases.ts')
    expect(empty.code).toBe(2)
  })
})

const { toStayAbove } = claimKinds
test.each([
  [
    'another key',
    { toBeShort: defineClaim({ ...toStayAbove, name: 'toBeBrief' }) },
    'the key "toBeShort" must be the claim\'s name, "toBeBrief"',
  ],
  ['a name that is taken', { toStayAbove }, '"toStayAbove" is a claim of the package; take another name'],
])('refuses %s', (_, kinds, message) => {
  expect(() => robustMatchers(kinds)).toThrow(message)
})
