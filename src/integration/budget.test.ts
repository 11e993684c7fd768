import { afterEach, describe, expect, test } from 'vitest'
import { config, fakeProject, releases, type FakeProject } from './fakeProject.testing.ts'

/** What calls may take. Each test runs a real vitest. */

const SUITE = `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
`
const claim = (name: string, assertion: string): string =>
  `test('${name}', async () => { await expect(release().on(qa)).${assertion} })\n`
const PRICES = `prices: { candidate: { inputPerMillion: 1000, outputPerMillion: 2000, currency: 'EUR' } },`
/** Ten tokens in, two out: 0.014 EUR. */
const PRICED = releases(
  `console.log('ASKED'); return { text: right(prompt), finish: 'stop', tokens: { input: 10, output: 2 }, who: { model: 'candidate', revision: '1' } }`,
)

let project: FakeProject | undefined
afterEach(() => project?.remove())
const start = (suite: string, files: Record<string, string> = {}): FakeProject =>
  (project = fakeProject({ 'a.robust.ts': SUITE + suite, 'releases.ts': PRICED, ...files }))
const askedIn = (output: string): number => (output.match(/^ASKED$/gm) ?? []).length

describe('budgets', { timeout: 90_000 }, () => {
  test("a claim's budget of calls ends it open, names itself, and keeps every unit that it paid for", async () => {
    const fake = start(claim('right', 'toStayAbove({ accuracy: 0.9, budget: { calls: 30 } })'))
    const { code, output } = await fake.vitest()
    expect([code, askedIn(output)]).toEqual([3, 30])
    const [found] = fake.run().evidence.claims
    expect(found).toMatchObject({ verdict: 'inconclusive', units: 30, cells: 30 })
    expect(found?.reason).toMatch(
      /^the budget of 30 calls for this claim is spent \(30 calls begun, \d+ tokens so far, \d+\.\d s\); what was answered is kept, so raise budget\.calls in the options of its matcher and run again to go on, with the estimate at 1/,
    )
    // What was paid for is known: a second run goes on from there.
    const again = await fake.vitest()
    expect(askedIn(again.output)).toBeGreaterThan(0)
    expect(fake.run().evidence.claims[0]?.verdict).toBe('pass')
  })

  test('the budget of the run is shared by all claims and workers; stored answers take nothing of it', async () => {
    const files = Object.fromEntries(
      ['b', 'c', 'd'].map((name, index) => [
        `${name}.robust.ts`,
        SUITE +
          claim(
            name,
            `toStayAbove({ accuracy: 0.${95 + index}, family: 'u${index}' })`.replace(
              /u\d/,
              ['imperative', 'polite', 'terse'][index]!,
            ),
          ),
      ]),
    )
    const fake = start(claim('a', 'toStayAbove({ accuracy: 0.94 })'), {
      ...files,
      'vitest.config.ts': config(`${PRICES} budget: { calls: 60 }, store: 'record',`),
    })
    const { code, output } = await fake.vitest()
    expect([code, askedIn(output)]).toEqual([3, 60])
    const { context, evidence } = fake.run()
    expect(context.calls.made).toBe(60)
    expect(context.usage).toMatchObject({
      tokens: { input: 600, output: 120, reasoning: 0, estimated: 0 },
      cost: { currency: 'EUR' },
      budget: { calls: 60 },
    })
    expect(context.usage?.cost?.amount).toBeCloseTo(60 * 0.014)
    expect(
      evidence.claims.filter(({ reason }) => /the budget of 60 calls for the run is spent/.test(reason)),
    ).not.toEqual([])
    expect(output).toMatch(/tokens: 600 in, 120 out; cost: 0\.84 EUR/)
    expect(output).toMatch(/latency of a call: median .*; budget of the run: 60 calls|budget of the run: 60 calls/)
    await fake.vitest()
    const { calls } = fake.run().context
    expect(calls.reused).toBeGreaterThan(59)
    expect(calls.made).toBeLessThanOrEqual(60)
  })

  test.each([
    ['tokens', 'budget: { tokens: 500 }', /the budget of 500 tokens for the run is spent/],
    ['cost', 'budget: { cost: 0.5 }', /the budget of 0\.50 EUR for the run is spent/],
  ])('a budget of %s is not exceeded', async (_, budget, reason) => {
    const fake = start(claim('right', 'toStayAbove({ accuracy: 0.97 })'), {
      'vitest.config.ts': config(`${PRICES} ${budget},`),
      'releases.ts': PRICED.replace("revision: '1', ", "revision: '1', concurrency: 2, "),
    })
    expect((await fake.vitest()).code).toBe(3)
    const { evidence, context } = fake.run()
    expect(evidence.claims[0]?.reason).toMatch(reason)
    const { tokens, cost } = context.usage!
    expect(tokens.input + tokens.output).toBeLessThanOrEqual(500)
    expect(tokens.input).toBeGreaterThan(300)
    expect(cost!.amount).toBeLessThanOrEqual(0.6)
  })

  test('no call is begun after the seconds of a claim', async () => {
    const slow = releases(`await new Promise((go) => setTimeout(go, 100)); return right(prompt)`, '', 'concurrency: 1,')
    const fake = start(claim('right', 'toStayAbove({ accuracy: 0.9, budget: { seconds: 0.45 } })'), {
      'releases.ts': slow,
    })
    expect((await fake.vitest()).code).toBe(3)
    expect(fake.run().evidence.claims[0]?.reason).toMatch(/^the budget of 0\.45 s for this claim is spent/)
    expect(fake.run().context.calls.made).toBeLessThan(10)
  })

  test('no call of any claim is begun after the seconds of the run; the gate stays open, and the next one goes on', async () => {
    const slow = releases(`await new Promise((go) => setTimeout(go, 100)); return right(prompt)`, '', 'concurrency: 1,')
    const second = SUITE + claim('second', 'toStayAbove({ accuracy: 0.91 })')
    const fake = start(claim('first', 'toStayAbove({ accuracy: 0.9 })'), {
      'b.robust.ts': second,
      'releases.ts': slow,
      'vitest.config.ts': config('budget: { seconds: 0.6 },'),
    })
    const { code, output } = await fake.vitest()
    expect(code).toBe(3)
    const { evidence, context } = fake.run()
    expect(evidence.gate.verdict).toBe('inconclusive')
    expect(evidence.claims.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive'])
    for (const { reason } of evidence.claims)
      expect(reason).toMatch(
        /^the budget of 0\.6 s for the run is spent \(\d+ calls? begun, .* raise budget\.seconds in/,
      )
    expect(output).toMatch(/budget of the run: 0\.6 s/)
    expect(context.calls.made).toBeGreaterThan(0)
    expect(context.calls.made).toBeLessThan(10)
    fake.write('vitest.config.ts', config())
    fake.write('releases.ts', releases('return right(prompt)'))
    expect((await fake.vitest()).code).toBe(0)
    expect(fake.run().context.calls.reused).toBeGreaterThanOrEqual(context.calls.made)
  })

  test('a paid endpoint is not asked without a budget: usage error, no call', async () => {
    const fake = start(claim('right', 'toStayAbove({ accuracy: 0.9 })'), { 'vitest.config.ts': config(PRICES) })
    const refused = await fake.vitest()
    expect([refused.code, askedIn(refused.output)]).toEqual([2, 0])
    expect(refused.output).toMatch(
      /release "candidate" costs money, and no budget is declared, so nothing is asked of it/,
    )
    fake.write('vitest.config.ts', config(`${PRICES} budget: { cost: 10 },`))
    const bought = await fake.vitest()
    expect(bought.code).toBe(0)
    fake.write('vitest.config.ts', config(`prices: { candidate: 'unknown' }, budget: { cost: 10 },`))
    const unknown = await fake.vitest()
    expect(unknown.output).toMatch(/cannot be held, because a release that was asked has no price/)
  })

  test('a claim that even perfect answers cannot decide is not asked, and says what could be', async () => {
    const fake = start(
      claim('right', 'toStayAbove({ accuracy: 0.999 })') + claim('few', 'toStayAbove({ accuracy: 0.9, maxCells: 6 })'),
    )
    const { code, output } = await fake.vitest()
    expect([code, askedIn(output)]).toEqual([3, 0])
    expect(fake.run().evidence.claims.map(({ title, verdict, reason }) => ({ title, verdict, reason })))
      .toMatchInlineSnapshot(`
        [
          {
            "reason": "nothing was asked: to pass, a limit of 0.9 needs 49 independent sources even if every answer is perfect, and 6 can be asked, because maxCells is 6; a limit of 0.415 could be decided (npx vitest-robustness plan says more)",
            "title": "few",
            "verdict": "inconclusive",
          },
          {
            "reason": "nothing was asked: to pass, a limit of 0.999 needs 3100 independent sources even if every answer is perfect, and 400 can be asked; a limit of 0.992 could be decided (npx vitest-robustness plan says more)",
            "title": "right",
            "verdict": "inconclusive",
          },
        ]
      `)
    expect((await fake.shell('cli report --verify')).code).toBe(0)
  })

  test('what a user may write wrong', async () => {
    const fake = start(claim('right', 'toStayAbove({ accuracy: 0.9, budget: { call: 3 } })'))
    const claimed = await fake.vitest()
    expect([claimed.code, askedIn(claimed.output)]).toEqual([2, 0])
    expect(claimed.output).toMatch(
      /toStayAbove\(\{ budget: \{"call":3\} \}\): has no "call" \(did you mean "calls"\?\)/,
    )
    fake.write('vitest.config.ts', config('budget: { calls: 0 },'))
    const configured = await fake.vitest()
    expect(configured.output).toMatch(/robustness\(\{ budget \}\): budget calls must be a whole number above 0/)
    expect(configured.code).toBe(2)
  })
})
