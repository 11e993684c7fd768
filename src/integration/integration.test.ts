import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** What vitest does around a claim must not change what the claim means. Each test runs a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const STABLE = 'toBeStableUnderParaphrase({ maxFlipRate: 0.1 })'
/** Too few cells to decide anything. */
const OPEN = 'toBeStableUnderParaphrase({ maxFlipRate: 0.1, maxCells: 6 })'

let project: FakeProject | undefined
afterEach(() => project?.remove())

const start = (suite: string, files: Record<string, string> = {}): FakeProject =>
  (project = fakeProject({ 'a.robust.ts': SUITE + suite, ...files }))

describe('claims in vitest', { timeout: 90_000 }, () => {
  test('concurrent tests with the global expect attribute evidence to the right claim', async () => {
    const fake = start(
      Array.from(
        { length: 6 },
        (_, index) =>
          `test.concurrent('c${index}', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.${index + 2} }) })\n`,
      ).join(''),
    )
    expect((await fake.vitest()).code).toBe(0)
    expect(fake.run().evidence.claims.map(({ title, spec }) => [title, spec.limit])).toEqual(
      Array.from({ length: 6 }, (_, index) => [`c${index}`, (index + 2) / 10]),
    )
  })

  test.each([
    ['a claim that fails', 'toStayAbove({ accuracy: 0.999 })'],
    ['a claim that passes', STABLE],
  ])('a matcher that is not awaited fails its test: %s', async (_, assertion) => {
    const fake = start(
      `test('forgotten', async () => { expect(release().on(qa)).${assertion}; await new Promise((go) => setTimeout(go, 700)) })`,
    )
    const { code, output } = await fake.vitest()
    expect(code).toBe(1)
    expect(output).toMatch(/This test did not wait for to\w+: the claim would pass or fail unseen/)
    expect(output).not.toMatch(/Unhandled/)
  })

  test('.not of an inconclusive claim fails; .not of a false claim passes and records the swapped claim', async () => {
    const fake = start(
      `test('open', async () => { await expect(release().on(qa)).not.${OPEN} })
test('swapped', async () => { await expect(release('wrong').on(qa)).not.toStayAbove({ accuracy: 0.5 }) })
test('soft', async () => { await expect.soft(release().on(qa)).${STABLE}; await expect.soft(release().on(qa)).${OPEN} })`,
      {
        'vitest.config.ts': config().replace('releases: {', `releases: { wrong: './releases.ts#wrong',`),
        'releases.ts': `${releases('return right(prompt)')}
export const wrong = fromFunction({ model: 'wrong', revision: '1', ask: async (prompt) => ({ yes: 'no', no: 'yes' })[right(prompt)] })`,
      },
    )
    const { code, output } = await fake.vitest()
    expect(code).toBe(3)
    expect(output).toMatch(/2 failed \| 1 passed/)
    const claims = fake.run().evidence.claims
    expect(claims.map(({ title, verdict, spec }) => [title, verdict, spec.sense, spec.negated])).toEqual([
      ['open', 'inconclusive', 'at least', true],
      ['soft', 'pass', 'at most', false],
      ['soft (2)', 'inconclusive', 'at most', false],
      ['swapped', 'pass', 'at most', true],
    ])
  })

  test('asymmetric use and expect.poll are refused', async () => {
    const fake = start(
      `test('asymmetric', async () => { expect({ a: release().on(qa) }).toEqual({ a: expect.${STABLE} }) })
test('polled', async () => { await expect.poll(() => release().on(qa)).${STABLE} })`,
    )
    const { code, output } = await fake.vitest()
    expect(code).not.toBe(0)
    expect(output).toMatch(/cannot be used inside another matcher/)
    expect(output).toMatch(/expect\.poll/)
  })

  test('a retry continues the evidence and never restarts it', async () => {
    const body = `console.log('ASKED ' + prompt); return 'maybe ' + Math.random()`
    const fake = start(`test('retried', { retry: 3 }, async () => { await expect(release().on(qa)).${STABLE} })`, {
      'releases.ts': releases(body),
    })
    const { code, output } = await fake.vitest()
    expect(code).toBe(1)
    const asked = output.match(/ASKED .*/g) ?? []
    expect(asked.length).toBeGreaterThan(3)
    expect(new Set(asked).size).toBe(asked.length)
  })

  test('a timed-out test asks nothing more', async () => {
    const fake = start(
      `test('slow', { timeout: 900 }, async () => {
  await new Promise((go) => setTimeout(go, 850))
  await expect(release().on(qa)).${STABLE}
})
test('later', async () => { console.log('LATER'); await new Promise((go) => setTimeout(go, 800)) })`,
      {
        'releases.ts': releases(
          `console.log('ASKED'); await new Promise((go) => setTimeout(go, 30)); return right(prompt)`,
        ),
      },
    )
    const { code, output } = await fake.vitest()
    expect(code).not.toBe(0)
    expect(output).toMatch(/LATER/)
    expect(output.slice(output.indexOf('LATER'))).not.toMatch(/ASKED/)
  })

  test('a passing gate beside a failing ordinary test exits 1; beside a file that does not load too', async () => {
    const fake = start(`test('stable', async () => { await expect(release().on(qa)).${STABLE} })`, {
      'plain.test.ts': `import { expect, test } from 'vitest'\ntest('plain', () => { expect(1).toBe(2) })\n`,
    })
    const first = await fake.vitest()
    expect(first.code).toBe(1)
    expect(fake.run().evidence.claims[0]?.verdict).toBe('pass')
    fake.write('plain.test.ts', `import './nowhere.ts'\n`)
    expect((await fake.vitest()).code).toBe(1)
    fake.write('plain.test.ts', `import { expect, test } from 'vitest'\ntest('plain', () => { expect(1).toBe(1) })\n`)
    expect((await fake.vitest()).code).toBe(0)
  })

  test('an advisory claim is shown failing and does not gate', async () => {
    const fake = start(
      `test('stable', async () => { await expect(release().on(qa)).${STABLE} })
test('strict', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.9, advisory: true }) })`,
      { 'releases.ts': releases(`return 'yes'`) },
    )
    const { code, output } = await fake.vitest()
    expect([code, fake.run().evidence.gate.verdict]).toEqual([0, 'pass'])
    expect(output).toMatch(/Advisory, so it does not gate: "strict" fails/)
  })

  test('the first run ever: regression claims are not applicable by name, everything else is decided', async () => {
    const fake = start(
      `test('stable', async () => { await expect(release().on(qa)).${STABLE} })
test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.1 }) })`,
    )
    const { code } = await fake.vitest()
    expect([code, ...fake.run().evidence.claims.map(({ verdict }) => verdict)]).toEqual([0, 'not applicable', 'pass'])
  })

  test('an accepted baseline, then a candidate that is worse: the regression claim fails', async () => {
    const fake = start(
      `test('no worse', async () => { await expect(release().on(qa)).toBeNoWorseThanBaseline({ by: 0.1, family: 'unseen' }) })`,
      {
        'vitest.config.ts': config(`baseline: 'baselines/line',`),
        'releases.ts': releases(`return unseen(prompt) ? 'yes' : right(prompt)`),
      },
    )
    const accepted = await fake.vitest([], { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_RELEASE: 'accepted' })
    expect(accepted).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Accepted accepted as the baseline of line "line": 400 cells, 1 claim/),
    })
    const worse = await fake.vitest()
    expect(worse.code).toBe(1)
    const [claim] = fake.run().evidence.claims
    expect([claim?.verdict, claim?.claims]).toEqual(['fail', 1])
    expect(claim?.counterexamples[0]?.before.role).toBe('baseline')
    expect((await fake.vitest([], { ROBUSTNESS_RELEASE: 'accepted' })).code).toBe(0)
  })

  test('the same seed gives the same evidence at concurrency 1 and 32, and another order for another seed', async () => {
    const suite = `test('stable', async () => { await expect(release().on(qa)).${STABLE} })`
    const evidence = async (concurrency: number, seed: string): Promise<string> => {
      const fake = start(suite, {
        'releases.ts': releases(
          `await new Promise((go) => setTimeout(go, Math.random() * 8)); return prompt.length % 9 === 0 ? 'no' : right(prompt)`,
          '',
          `concurrency: ${concurrency},`,
        ),
      })
      await fake.vitest([], { ROBUSTNESS_SEED: seed })
      const run = fake.run()
      const latest = fake.read('.robustness/runs/latest').trim()
      const text = JSON.stringify(run.evidence) + fake.read(`.robustness/runs/${latest}/observations.jsonl`)
      fake.remove()
      return text
    }
    const [one, many, other] = [await evidence(1, '7'), await evidence(32, '7'), await evidence(32, '8')]
    expect(many === one).toBe(true)
    expect(other === one).toBe(false)
  })

  test('an endpoint that refuses the key leaves the question open: exit 3, its message once', async () => {
    const fake = start(
      `test('stable', async () => { await expect(release().on(qa)).${STABLE} })
test('right', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 }) })`,
      {
        'releases.ts': releases(
          `throw new EndpointError('401: the key is wrong')`,
          `import { EndpointError } from 'vitest-robustness/models'`,
        ),
      },
    )
    expect((await fake.vitest()).code).toBe(3)
    const { gate } = fake.run().evidence
    expect(gate.reasons.filter((reason) => reason.includes('401: the key is wrong'))).toHaveLength(1)
  })

  test('the replay line of a failure asks the same claim of the same release again', async () => {
    const fake = start(
      `test('it is "right" ($9)', async () => { await expect(release().on(qa)).toStayAbove({ accuracy: 0.9 }) })
test('other', async () => { await expect(release().on(qa)).${STABLE} })`,
      {
        'vitest.config.ts': config().replace('releases: {', `releases: { wrong: './releases.ts#wrong',`),
        'releases.ts': `${releases('return right(prompt)')}
export const wrong = fromFunction({ model: 'wrong', revision: '1', ask: async () => 'yes' })`,
      },
    )
    const { output } = await fake.vitest([], { ROBUSTNESS_RELEASE: 'wrong', ROBUSTNESS_SEED: '5' })
    const wanted = fake.run().evidence.claims.find(({ verdict }) => verdict === 'fail')
    const [line = ''] = /^Replay: (.*(?:\\\n.*)?)$/m.exec(output)?.slice(1) ?? []
    expect(line).toMatch(/^ROBUSTNESS_RELEASE=wrong ROBUSTNESS_SEED=5 npx vitest run/)
    await fake.sh(line.replace('npx ', ''))
    const { candidate, seed, claims } = fake.run().evidence
    expect([candidate.name, seed]).toEqual(['wrong', '5'])
    expect(claims).toEqual([wanted])
  })

  test('recorded answers are replayed without asking; a miss in replay fails and says how to record', async () => {
    const fake = start(`test('stable', async () => { await expect(release().on(qa)).${STABLE} })`, {
      'releases.ts': releases(`console.log('ASKED'); return right(prompt)`),
    })
    const miss = await fake.vitest([], { ROBUSTNESS_STORE: 'replay' })
    expect(miss.code).not.toBe(0)
    expect(miss.output).toMatch(/replay: no recorded answer of release "candidate"/)
    expect(miss.output).not.toMatch(/ASKED/)
    const recorded = await fake.vitest([], { ROBUSTNESS_STORE: 'record' })
    expect([recorded.code, /ASKED/.test(recorded.output)]).toEqual([0, true])
    const wanted = JSON.stringify(fake.run().evidence)
    const replayed = await fake.vitest([], { ROBUSTNESS_STORE: 'replay' })
    expect([replayed.code, /ASKED/.test(replayed.output)]).toEqual([0, false])
    expect(JSON.stringify(fake.run().evidence)).toBe(wanted)
  })

  test('a killed run resumes: what was answered is not asked again, and the evidence is the same', async () => {
    const body = `console.log('ASKED ' + prompt + trial); await new Promise((go) => setTimeout(go, 15)); return right(prompt)`
    const suite = `test('stable', async () => { await expect(release().on(qa)).${STABLE} })`
    const undisturbed = start(suite, { 'releases.ts': releases(body, '', 'concurrency: 4,') })
    await undisturbed.vitest()
    const wanted = JSON.stringify(undisturbed.run().evidence.claims)
    undisturbed.remove()

    const fake = start(suite, { 'releases.ts': releases(body, '', 'concurrency: 4,') })
    const killed = fake.start(['--disable-console-intercept'])
    while ((killed.output().match(/ASKED/g) ?? []).length < 40) await new Promise((go) => setTimeout(go, 5))
    killed.kill('SIGKILL')
    const first: string[] = (await killed.ended).output.match(/ASKED .*/g) ?? []
    const second = (await fake.vitest(['--disable-console-intercept'])).output.match(/ASKED .*/g) ?? []
    const again = second.filter((line) => first.includes(line))
    expect(second.length).toBeGreaterThan(0)
    // Four may be under way, and four answers on their way into the journal.
    expect(again.length).toBeLessThanOrEqual(8)
    expect(JSON.stringify(fake.run().evidence.claims)).toBe(wanted)
  })
})
