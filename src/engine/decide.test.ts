import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { EndpointError, UsageError, type Observation, type Role } from '../core/types/index.ts'
import { fewestInPool, ruleOf } from '../core/sequential/index.ts'
import { claimMessage, claimNext, claimWhy } from '../core/wording/index.ts'
import {
  decideInFull as decide,
  fakeDeps,
  fakeTask,
  flipping,
  flipSpec,
  observe,
  scoreKind,
  WORDINGS,
} from './fakes.testing.ts'
import type { DecideDeps } from './ports.ts'

const asked = (part: Partial<Role> = {}): Role => ({
  name: 'asked',
  pool: WORDINGS,
  draw: 2,
  trials: 1,
  side: 'candidate',
  ...part,
})

describe('a pool that grew', () => {
  test('bets on the end of each generation, and is the same evidence up to the first end', async () => {
    const first = new Set(Array.from({ length: 60 }, (_, at) => `g${at}`))
    const later = new Set(Array.from({ length: 40 }, (_, at) => `g${60 + at}`))
    const spec = flipSpec({ limit: 0.02 })
    const before = await decide(spec, fakeDeps(flipping(0), 60))
    const after = await decide(spec, { ...fakeDeps(flipping(0), 100), generations: [first, later] })
    expect(before.result).toMatchObject({ verdict: 'inconclusive', horizons: [{ start: 0, end: 60 }] })
    expect(after.result.horizons).toMatchObject([
      { start: 0, end: 60, pass: before.result.horizons![0]!.pass },
      { start: 60, end: 100 },
    ])
    expect(after.observations.slice(0, before.observations.length)).toEqual(before.observations)
  })
})

describe('verdicts', () => {
  test('a stable model passes, and the figures fit together', async () => {
    const { result, observations } = await decide(flipSpec(), fakeDeps(flipping(0)))
    expect(result).toMatchObject({ verdict: 'pass', estimate: 0, toDecide: null, pool: 500, grid: 4000, notes: [] })
    expect(result.units).toBeLessThanOrEqual(100)
    expect(result.cells).toBe(result.units * 8)
    expect(observations).toHaveLength(result.cells)
    expect(result.outcomes).toEqual({ answered: result.cells })
    expect(result.order).toEqual(Array.from({ length: result.units }, (_, i) => `g${i}`))
    expect(result.interval[1]).toBeLessThanOrEqual(0.05)
    expect(result.reason).toMatch(/^flip rate at most 0\.0\d+, limit 0\.05 \(\d+ examples, \d+ cells\)$/)
    expect(result.counterexamples).toEqual([])
  })

  test('an unstable model fails, with counterexamples and families', async () => {
    const { result } = await decide(flipSpec(), fakeDeps(flipping(0.3)))
    expect(result.verdict).toBe('fail')
    expect(result.interval[0]).toBeGreaterThanOrEqual(0.05)
    expect(result.reason).toMatch(/^flip rate at least 0\.\d+, limit 0\.05/)
    expect(result.counterexamples.length).toBeGreaterThan(0)
    expect(result.counterexamples[0]).toMatchObject({
      gold: 'yes',
      before: { role: 'canonical', variant: 'w0', template: 'w0: {text}', answer: 'yes' },
      after: { role: 'paraphrase', answer: 'no', outcome: 'answered' },
    })
    expect(result.counterexamples[0]!.after.cell).toMatch(/^v2\/fake\/e\d+\/w\d\/0$/)
    expect(result.families.map(({ family }) => family)).toEqual(['imperative', 'question'])
    expect(result.families.reduce((sum, { asked: count }) => sum + count, 0)).toBe(result.units * 7)
    expect(result.notes).toEqual([])
  })

  test('a negated claim wants the contrary', async () => {
    const spec = flipSpec({ sense: 'at least', negated: true })
    expect((await decide(spec, fakeDeps(flipping(0.3)))).result.verdict).toBe('pass')
    const { result } = await decide(spec, fakeDeps(flipping(0)))
    expect(result).toMatchObject({ verdict: 'fail', counterexamples: [] })
    expect(result.reason).toMatch(/^flip rate at most/)
  })

  test('answers that cannot be read fail, and the reason says so', async () => {
    const { result } = await decide(
      flipSpec(),
      fakeDeps(async (_, cell) => observe(cell, '', 'unparseable')),
    )
    expect(result.verdict).toBe('fail')
    expect(result.reason).toContain('all answers were unparseable')
    expect(result.notes).toEqual(['all answers were unparseable'])
  })

  test('errors speak for neither verdict, and one dead cell in forty is no obstacle', async () => {
    const all = await decide(
      flipSpec(),
      fakeDeps(async (_, cell) => observe(cell, '', 'error'), 60),
    )
    expect(all.result).toMatchObject({ verdict: 'inconclusive', estimate: 0.5 })
    expect(all.result.notes[0]).toContain('all answers ended in an error')
    const some = await decide(
      flipSpec(),
      fakeDeps(async (_, cell) =>
        observe(cell, 'yes', cell.variant === 'w3' && cell.example.endsWith('0') ? 'error' : 'answered'),
      ),
    )
    expect(some.result.verdict).toBe('pass')
    expect(some.result.outcomes.error).toBeGreaterThan(0)
  })

  test('every tenth example in error is survived by a failing claim', async () => {
    const flips = flipping(0.3)
    const ask: DecideDeps['ask'] = async (side, cell, signal) =>
      cell.example.endsWith('0') ? observe(cell, '', 'error') : flips(side, cell, signal)
    expect((await decide(flipSpec(), fakeDeps(ask))).result.verdict).toBe('fail')
  })

  test('several examples of one source are one unit', async () => {
    const task = fakeTask(600, 3)
    const { result } = await decide(flipSpec(), fakeDeps(flipping(0.01), 0, { task }))
    expect(result).toMatchObject({ verdict: 'pass', pool: 200, examples: result.units * 3, cells: result.units * 24 })
    expect(result.reason).toMatch(/, limit 0\.05 \(\d+ sources, \d+ examples, \d+ cells\)$/)
  })
})

describe('determinism', () => {
  test.each([1, 3, 32])('the same result at concurrency %i, whatever the order of completion', async (concurrency) => {
    const flips = flipping(0.04, 'seed')
    const reference = await decide(flipSpec(), fakeDeps(flips, 300, { concurrency: 1 }))
    let inFlight = 0
    let most = 0
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      await elsewhere?.turn?.()
      most = Math.max(most, ++inFlight)
      if (Math.random() < 0.05) await sleep(Math.random() * 4)
      inFlight--
      return flips(side, cell, signal)
    }
    const other = await decide(flipSpec(), fakeDeps(ask, 300, { concurrency }))
    expect(canonicalJson(other)).toBe(canonicalJson(reference))
    expect(most).toBeLessThanOrEqual(concurrency)
  })

  test('asks as many at once as it may', async () => {
    let inFlight = 0
    let most = 0
    const flips = flipping(0)
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      await elsewhere?.turn?.()
      most = Math.max(most, ++inFlight)
      await sleep(1)
      inFlight--
      return flips(side, cell, signal)
    }
    await decide(flipSpec(), fakeDeps(ask, 500, { concurrency: 20 }))
    expect(most).toBe(20)
  })

  test('no cell is asked twice, and few beyond the stop', async () => {
    const ask = vi.fn<DecideDeps['ask']>(flipping(0))
    const roles = [...flipSpec().roles, asked({ name: 'also', draw: 8 })]
    const { result } = await decide(flipSpec({ roles }), fakeDeps(ask, 500, { concurrency: 16 }))
    const keys = ask.mock.calls.map(([, cell]) => `${cell.example}/${cell.variant}/${cell.trial}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(result.cells).toBe(result.units * 8)
    expect(keys.length - result.cells).toBeLessThanOrEqual(4 * 16 + 8)
  })

  test('a slow cell at the head holds up the evidence, not unboundedly many asks', async () => {
    const gate = Promise.withResolvers<void>()
    const flips = flipping(0)
    let calls = 0
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      await elsewhere?.turn?.()
      calls++
      if (cell.example === 'e0' && cell.variant === 'w0') await gate.promise
      return flips(side, cell, signal)
    }
    const deciding = decide(flipSpec(), fakeDeps(ask, 500, { concurrency: 4 }))
    await sleep(30)
    expect(calls).toBeLessThanOrEqual(8 + 4 * 4)
    gate.resolve()
    expect((await deciding).result.verdict).toBe('pass')
  })

  test('answers from memory leave timers their turn', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await decide(flipSpec({ limit: 0.002 }), fakeDeps(flipping(0), 3000))
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(3)
  })
})

describe('endings without a verdict', () => {
  test('a pool that is too small says what the limit needs', async () => {
    const { result } = await decide(flipSpec(), fakeDeps(flipping(0), 40))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 40 })
    expect(result.reason).toMatch(
      /^the pool of 40 independent sources is used up; to pass, this limit needs at least \d\d even/,
    )
    expect(result.toDecide).toBeGreaterThan(10)
  })

  test('what to do next names as many sources as the reason does, whether the pool was asked or not', async () => {
    const next = async (limit: number, pool: number, part: Partial<DecideDeps> = {}) => {
      const { result } = await decide(flipSpec({ limit }), fakeDeps(flipping(0), pool, part))
      const message = claimMessage(result, { replay: 'again' })
      return message
        .split('\n')
        .filter((line) => /^(?:Why|Next): /.test(line))
        .join('\n')
    }
    const rule = ruleOf(flipSpec(), { alpha: 0.05, claims: 1, pool: 20 })
    const fewest = fewestInPool(rule)!
    const signal = AbortSignal.abort(new Error(`nothing was asked: it needs ${fewest} independent sources`))
    expect(await next(0.05, 20, { signal })).toBe(
      `Why: nothing was asked: it needs ${fewest} independent sources\n` +
        `Next: add at least ${fewest - 20} more independent sources, or set a looser limit: npx vitest-robustness plan names the smallest that these can decide`,
    )
    expect(await next(0.05, 200, { signal: AbortSignal.abort(new Error('no time')) })).toMatchInlineSnapshot(`
      "Why: no time
      Next: no answer is in, so there is no estimate yet: remove what stopped it, and run again"
    `)
    expect(await next(0.05, 20)).toMatchInlineSnapshot(`
      "Why: the pool of 20 independent sources is used up; to pass, this limit needs at least 61 even if every answer is perfect
      Next: about 55 more examples would decide it four times in five if the estimate holds, and the pool is used up: add examples, or set a limit further from the estimate"
    `)
    const spec = flipSpec({ range: [-1, 1], limit: 0.02, roles: [asked({ side: 'both' })] })
    const same = await decide(spec, fakeDeps(flipping(0), 150, { kind: scoreKind }))
    expect(same.result.toDecide).toBeLessThan(31)
    expect(claimNext(same.result)).toMatch(/^about 31 more examples would decide it/)
    expect(same.result.reason).toContain('a release that answers as the baseline did needs at least 181 to pass')
    expect(await next(0, 20)).toMatchInlineSnapshot(`
      "Why: the pool of 20 independent sources is used up; no sample can show that the flip rate is at most 0, the end of its range: leave it some room
      Next: set a limit that leaves some room to the end of the range"
    `)
  })

  test('a pool that could have been enough says how many more', async () => {
    const { result } = await decide(flipSpec(), fakeDeps(flipping(0.045), 150))
    expect(result.verdict).toBe('inconclusive')
    expect(result.reason).toMatch(/^the pool of 150 .* used up, with the estimate at 0\.0\d+ and the limit at 0\.05$/)
    expect(result.toDecide).toBeGreaterThan(0)
    expect(result.interval[0]).toBeLessThan(0.05)
    expect(result.interval[1]).toBeGreaterThan(0.05)
  })

  test('an interval beyond the limit without a failure is explained, and only that', async () => {
    const beyond: boolean[] = []
    for (let pool = 50; pool <= 74; pool += 2) {
      const { result } = await decide(flipSpec({ limit: 0.1 }), fakeDeps(flipping(0.15), pool, { claims: 50 }))
      const open = result.verdict === 'inconclusive' && result.interval[0] > 0.1
      beyond.push(open)
      expect(claimWhy(result).includes('a failure is tested at α/K = 0.05/50 = 0.001')).toBe(open)
      const { fail } = result.logWealth
      expect(!open || (fail > Math.log(1 / 0.05) && fail < Math.log(50 / 0.05))).toBe(true)
    }
    expect(new Set(beyond)).toEqual(new Set([true, false]))
  })

  test('an empty dataset and a single group', async () => {
    const none = await decide(flipSpec(), fakeDeps(flipping(0), 0))
    expect(none.result).toMatchObject({ verdict: 'inconclusive', estimate: null, interval: [0, 1], cells: 0, grid: 0 })
    expect(none.result.reason).toContain('the task has no examples')
    const one = await decide(flipSpec(), fakeDeps(flipping(0), 0, { task: fakeTask(100, 100) }))
    expect(one.result).toMatchObject({ verdict: 'inconclusive', units: 1, pool: 1, examples: 100 })
  })

  test('the budget of cells is kept', async () => {
    const ask = vi.fn<DecideDeps['ask']>(flipping(0))
    const { result } = await decide(flipSpec(), fakeDeps(ask, 500, { maxCells: 100 }))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 12, cells: 96 })
    expect(result.reason).toContain('the budget of 100 cells is used up')
    expect(ask.mock.calls.length).toBe(96)
  })

  test('a limit at the end of the range can fail and never pass', async () => {
    const { result } = await decide(flipSpec({ limit: 0 }), fakeDeps(flipping(0), 100))
    expect(result.reason).toContain('no sample can show that the flip rate is at most 0')
    expect((await decide(flipSpec({ limit: 0 }), fakeDeps(flipping(0.1)))).result.verdict).toBe('fail')
    await expect(decide(flipSpec({ limit: 1.5 }), fakeDeps(flipping(0)))).rejects.toThrow(UsageError)
  })

  test('an abort asks nothing more, even of a model that hangs', async () => {
    const controller = new AbortController()
    const flips = flipping(0)
    const signals: AbortSignal[] = []
    const ask = vi.fn<DecideDeps['ask']>((side, cell, signal) => {
      signals.push(signal)
      return Number(cell.example.slice(1)) < 20 ? flips(side, cell, signal) : new Promise(() => {})
    })
    const deciding = decide(flipSpec(), fakeDeps(ask, 500, { signal: controller.signal }))
    await sleep(20)
    const before = ask.mock.calls.length
    controller.abort(new Error('the deadline of 60 s has passed'))
    const { result } = await deciding
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 20 })
    expect(result.reason).toContain('the deadline of 60 s has passed')
    expect(ask.mock.calls.length).toBe(before)
    expect(signals.at(-1)!.aborted).toBe(true)
  })

  test('aborted before the start, it asks nothing', async () => {
    const ask = vi.fn<DecideDeps['ask']>(flipping(0))
    const { result } = await decide(flipSpec(), fakeDeps(ask, 50, { signal: AbortSignal.abort('no time') }))
    expect(result.reason).toBe('no time')
    expect(ask).not.toHaveBeenCalled()
  })

  test('cells that a side does not have are named', async () => {
    const flips = flipping(0)
    const ask: DecideDeps['ask'] = async (side, cell, signal) =>
      side === 'baseline' && cell.example === 'e5' ? null : flips(side, cell, signal)
    const spec = flipSpec({ roles: [asked({ side: 'both' })], range: [-1, 1], limit: -0.02, sense: 'at least' })
    const { result } = await decide(spec, fakeDeps(ask, 100, { kind: scoreKind }))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 5 })
    expect(result.reason).toMatch(/the baseline has no answer for 2 of the 4 cells .* example e5, variant w\d, trial 0/)
  })

  test('a mix of models is judged neither way', async () => {
    const flips = flipping(0)
    const ask: DecideDeps['ask'] = async (side, cell, signal) => {
      const observation = (await flips(side, cell, signal)) as Observation
      return cell.example === 'e7' ? { ...observation, who: { model: 'v2', revision: 'r2' } } : observation
    }
    const { result } = await decide(flipSpec(), fakeDeps(ask))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 8 })
    expect(result.reason).toContain('the candidate answered as v2 at revision r1 and then as v2 at revision r2')
  })
})

describe('faults', () => {
  test('an endpoint error within reach is thrown and aborts the rest', async () => {
    const flips = flipping(0)
    let last: AbortSignal | undefined
    const ask: DecideDeps['ask'] = async (side, cell, signal) => {
      last = signal
      if (cell.example === 'e9') throw new EndpointError('401')
      return flips(side, cell, signal)
    }
    await expect(decide(flipSpec(), fakeDeps(ask))).rejects.toThrow(EndpointError)
    expect(last!.aborted).toBe(true)
  })

  test('an endpoint error beyond the stop changes nothing', async () => {
    const flips = flipping(0)
    const { result } = await decide(flipSpec(), fakeDeps(flips))
    const ask: DecideDeps['ask'] = async (side, cell, signal) => {
      if (cell.example === `e${result.units}`) throw new EndpointError('401')
      return flips(side, cell, signal)
    }
    expect((await decide(flipSpec(), fakeDeps(ask))).result).toEqual(result)
  })

  test('a value outside the declared range throws', async () => {
    const spec = flipSpec({ roles: [asked()], range: [0, 0.5] })
    await expect(decide(spec, fakeDeps(flipping(0), 50, { kind: scoreKind }))).rejects.toThrow('correct the kind')
  })
})

describe('counterexamples and notes', () => {
  test('a repeat probe notices answers that vary by themselves', async () => {
    const asks: string[] = []
    const ask: DecideDeps['ask'] = async (_, cell) => {
      if (cell.trial > 0) asks.push(cell.example)
      return observe(cell, cell.variant === 'w0' && cell.trial === 0 ? 'yes' : `${cell.example} ${cell.trial}`)
    }
    const { result, observations } = await decide(flipSpec({ limit: 0.5 }), fakeDeps(ask))
    expect(result.verdict).toBe('fail')
    expect(asks.length).toBeLessThanOrEqual(20)
    expect(result.notes.join()).toMatch(
      /answers vary by themselves: (\d+) of \1 repeats of the canonical prompt differ/,
    )
    expect(observations.every(({ trial }) => trial === 0)).toBe(true)
  })

  test('the baseline right and the candidate wrong', async () => {
    const better = flipping(0)
    const ask: DecideDeps['ask'] = async (side, cell, signal) =>
      side === 'baseline' ? better(side, cell, signal) : observe(cell, 'no')
    const spec = flipSpec({ roles: [asked({ side: 'both' })], range: [-1, 1], limit: -0.02, sense: 'at least' })
    const { result, observations } = await decide(spec, fakeDeps(ask, 100, { kind: scoreKind }))
    expect(result).toMatchObject({ verdict: 'fail', cells: result.units * 2 })
    expect(observations).toHaveLength(result.units * 4)
    expect(result.counterexamples).toHaveLength(3)
    expect(result.counterexamples[0]).toMatchObject({
      before: { role: 'baseline', answer: 'yes' },
      after: { role: 'candidate', answer: 'no' },
    })
  })

  test('a wrong answer beside the gold one', async () => {
    const spec = flipSpec({ roles: [asked()], limit: 0.8, sense: 'at least' })
    const deps = fakeDeps(async (_, cell) => observe(cell, 'no'), 100, { kind: scoreKind })
    const { result } = await decide(spec, deps)
    expect(result.verdict).toBe('fail')
    expect(result.counterexamples[0]).toMatchObject({
      before: { role: 'gold', answer: 'yes' },
      after: { answer: 'no' },
    })
  })

  test('right on seen and wrong on unseen', async () => {
    const roles = [
      asked({ name: 'seen', pool: ['w0', 'w1'], draw: 1 }),
      asked({ name: 'unseen', pool: ['w2'], draw: 1 }),
    ]
    const drop = {
      ...scoreKind,
      value: (evidence: Parameters<typeof scoreKind.value>[0]) => {
        const [seen, unseen] = ['seen', 'unseen'].map((role) => evidence[role]!.candidate[0]!.score)
        return { least: seen! - unseen!, most: seen! - unseen! }
      },
    }
    const deps = fakeDeps(async (_, cell) => observe(cell, cell.variant === 'w2' ? 'no' : 'yes'), 100, { kind: drop })
    const { result } = await decide(flipSpec({ roles, range: [-1, 1] }), deps)
    expect(result.verdict).toBe('fail')
    expect(result.counterexamples[0]).toMatchObject({
      before: { role: 'seen', answer: 'yes' },
      after: { role: 'unseen', variant: 'w2', answer: 'no' },
    })
  })
})
