import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { claimMessage } from '../core/wording/index.ts'
import type { ClaimArm, ClaimKind, ClaimSpec, Observation, Role } from '../core/types/index.ts'
import { keyedHash } from '../core/sampling/order.ts'
import { decideInFull as decide, fakeDeps, flipSpec, observe, scoreKind, WORDINGS } from './fakes.testing.ts'
import type { DecideDeps } from './ports.ts'
import { verifyClaim } from './verifyClaim.ts'

const roles = WORDINGS.map((id): Role => ({
  name: `instruction ${id}`,
  pool: [id],
  draw: 1,
  trials: 1,
  side: 'candidate',
}))

/** The accuracy of the worst wording is at least 0.6; negated: at most. */
function worst(negated = false): ClaimSpec {
  return flipSpec({
    kind: 'arms',
    statistic: 'accuracy of the worst instruction',
    armStatistic: 'accuracy',
    limit: 0.6,
    sense: negated ? 'at most' : 'at least',
    negated,
    roles,
    arms: roles.map(({ name }) => ({ name, roles: [name] })),
  })
}

const spread: ClaimSpec = flipSpec({
  kind: 'arms',
  statistic: 'spread of accuracy',
  armStatistic: 'difference in accuracy',
  range: [-1, 1],
  limit: 0.2,
  roles: roles.slice(0, 4),
  arms: roles.slice(0, 4).flatMap((a) =>
    roles
      .slice(0, 4)
      .filter((b) => b !== a)
      .map((b) => ({ name: `${a.name} over ${b.name}`, roles: [a.name, b.name] })),
  ),
})

/** The score of an arm's role, or the difference of its two. */
const kind: ClaimKind = {
  ...scoreKind,
  name: 'arms',
  value: (evidence, _same, _options, arm?: ClaimArm) => {
    const ends = arm!.roles.map((role) => {
      const [cell] = evidence[role]!.candidate
      return cell!.outcome === 'error' ? { least: 0, most: 1 } : { least: cell!.score, most: cell!.score }
    })
    const [a, b] = ends
    return b ? { least: a!.least - b.most, most: a!.most - b.least } : a!
  },
}

/** Right with the chance of its wording, always the same for the same cell. */
function scoring(chance: (variant: string) => number): DecideDeps['ask'] {
  const hash = keyedHash('right answers')
  return async (_, cell) => observe(cell, hash(`${cell.example} ${cell.variant}`) < chance(cell.variant) ? 'yes' : 'no')
}
const weak = scoring((variant) => (variant === 'w3' ? 0.2 : 0.95))
const uneven = scoring((variant) => (variant === 'w3' ? 0.72 : 0.97))
const verified = (result: Awaited<ReturnType<typeof decide>>['result'], observations: readonly Observation[]) =>
  verifyClaim(JSON.parse(JSON.stringify(result)), {
    kind,
    sameAnswer: (a, b) => a === b,
    observations: observations.toReversed(),
    releases: { candidate: 'v2', baseline: null },
  })

describe('worst wording', { timeout: 60_000 }, () => {
  test('passes when all are good enough; those decided early are asked no more', async () => {
    const { result, observations } = await decide(worst(), fakeDeps(uneven, 500, { kind }))
    expect(result).toMatchObject({ verdict: 'pass', counterexamples: [] })
    expect(result.arms!.map(({ verdict }) => verdict)).toEqual(WORDINGS.map(() => 'pass'))
    const units = new Map(result.arms!.map((arm) => [arm.name, arm.units]))
    expect(units.get('instruction w3')).toBe(result.units)
    expect(Math.min(...units.values())).toBeLessThan(result.units)
    expect(result.cells).toBe([...units.values()].reduce((sum, count) => sum + count, 0))
    expect(result.cells).toBeLessThan(result.units * 8)
    expect(result.interval[0]).toBeGreaterThanOrEqual(0.6)
    expect(result.reason).toMatch(/^accuracy of the worst instruction at least 0\.6\d*, limit 0\.6 \(/)
    expect(result.estimate).toBe(Math.min(...result.arms!.map(({ estimate }) => estimate!)))
    expect(verified(result, observations)).toEqual([])
  })

  test('fails by one bad wording, names it, and shows its cells', async () => {
    const { result, observations } = await decide(worst(), fakeDeps(weak, 500, { kind }))
    expect(result.verdict).toBe('fail')
    expect(result.reason).toMatch(/^instruction w3: accuracy at most 0\.\d+, limit 0\.6 \(\d+ examples, \d+ cells\)$/)
    expect(claimMessage(result, { replay: 'r' })).toMatch(
      /fails: instruction w3: accuracy at most 0\.\d+, limit 0\.6 \(/,
    )
    expect(result.counterexamples.length).toBeGreaterThan(0)
    for (const { after, before } of result.counterexamples) {
      expect([after.variant, after.answer, before.answer]).toEqual(['w3', 'no', 'yes'])
    }
    expect(verified(result, observations)).toEqual([])
    const better = observations.map((one) =>
      Object.assign({}, one, one.variant === 'w3' && { answer: 'yes', score: 1 }),
    )
    expect(verified(result, better).join()).toContain('verdict is recorded as "fail"')
  })

  test('.not wants one bad wording, and fails when all are good', async () => {
    const found = await decide(worst(true), fakeDeps(weak, 500, { kind }))
    expect(found.result.verdict).toBe('pass')
    expect(found.result.reason).toMatch(/^instruction w3: accuracy at most 0\.\d+, \.not claims at most 0\.6 \(/)
    expect(verified(found.result, found.observations)).toEqual([])
    const none = await decide(worst(true), fakeDeps(uneven, 500, { kind }))
    expect(none.result.verdict).toBe('fail')
    expect(none.result.reason).toMatch(/^accuracy of the worst instruction at least 0\.6/)
    expect(verified(none.result, none.observations)).toEqual([])
  })

  test.each([1, 3, 40])('the same evidence at concurrency %i, whatever was asked ahead', async (concurrency) => {
    const reference = await decide(worst(), fakeDeps(uneven, 400, { kind, concurrency: 1 }))
    const ask: DecideDeps['ask'] = async (side, cell, signal) => {
      if (Math.random() < 0.05) await sleep(Math.random() * 3)
      return uneven(side, cell, signal)
    }
    const other = await decide(worst(), fakeDeps(ask, 400, { kind, concurrency }))
    expect(canonicalJson(other)).toBe(canonicalJson(reference))
  })

  test.each([
    ['missing', () => null],
    [
      'refused',
      () => {
        throw new Error('no recorded answer')
      },
    ],
  ])('a cell that only a decided arm wanted is asked ahead in vain where it is %s', async (_, end) => {
    const { result } = await decide(worst(), fakeDeps(uneven, 400, { kind, concurrency: 1 }))
    const unitsOf = new Map(result.arms!.map((arm) => [arm.name, arm.units]))
    const ask: DecideDeps['ask'] = async (side, cell, signal) =>
      Number(cell.example.slice(1)) >= unitsOf.get(`instruction ${cell.variant}`)! ? end() : uneven(side, cell, signal)
    const other = await decide(worst(), fakeDeps(ask, 400, { kind, concurrency: 40 }))
    expect(other.result).toEqual(result)
  })

  test.each([
    [1, 40],
    [8, 1],
    [40, 8],
  ])('what was asked %i at once is decided again %i at once without a call', async (first, then) => {
    const known = new Map<string, Observation>()
    let calls = 0
    const ask =
      (model: DecideDeps['ask']): DecideDeps['ask'] =>
      async (side, cell, signal, elsewhere) => {
        const key = `${cell.example} ${cell.variant}`
        await sleep(0)
        const answer = known.get(key)
        if (answer) return answer
        await elsewhere?.turn?.()
        calls++
        if (calls % 9 === 0) await sleep(Math.random() * 3)
        const observation = await model(side, cell, signal)
        if (!signal.aborted && observation) known.set(key, observation)
        return observation
      }
    for (const model of [uneven, weak]) {
      known.clear()
      const asked = await decide(worst(), fakeDeps(ask(model), 200, { kind, concurrency: first }))
      calls = 0
      const again = await decide(worst(), fakeDeps(ask(model), 200, { kind, concurrency: then }))
      expect(canonicalJson(again)).toBe(canonicalJson(asked))
      expect(calls).toBe(0)
    }
  })

  test('errors speak for no arm', async () => {
    const ask: DecideDeps['ask'] = async (_, cell) => observe(cell, '', 'error')
    const { result } = await decide(worst(), fakeDeps(ask, 60, { kind }))
    expect(result).toMatchObject({ verdict: 'inconclusive', estimate: 0.5, interval: [0, 1] })
  })

  test('the budget counts the cells it rests on', async () => {
    const { result } = await decide(worst(), fakeDeps(uneven, 400, { kind, maxCells: 60 }))
    expect(result.verdict).toBe('inconclusive')
    expect(result.cells).toBeLessThanOrEqual(60)
    expect(result.cells).toBeGreaterThan(52)
    expect(result.reason).toContain('the budget of 60 cells is used up')
  })

  test('arms that read roles which are not there are a fault of the kind', async () => {
    const spec = { ...worst(), arms: [{ name: 'a', roles: ['nowhere'] }] }
    await expect(decide(spec, fakeDeps(uneven, 10, { kind }))).rejects.toThrow('arms must have names of their own')
  })
})

describe('spread', () => {
  test('passes when every pair is close, fails by the pair that is not', async () => {
    const close = await decide(
      spread,
      fakeDeps(
        scoring(() => 0.97),
        1000,
        { kind },
      ),
    )
    expect(close.result.verdict).toBe('pass')
    expect(close.result.interval[1]).toBeLessThanOrEqual(0.2)
    expect(verified(close.result, close.observations)).toEqual([])
    const far = await decide(spread, fakeDeps(weak, 500, { kind }))
    expect(far.result.verdict).toBe('fail')
    expect(far.result.reason).toMatch(
      /^instruction w\d over instruction w3: difference in accuracy at least 0\.\d+, limit 0\.2/,
    )
    expect(far.result.counterexamples[0]).toMatchObject({
      before: { answer: 'yes' },
      after: { variant: 'w3', answer: 'no' },
    })
    expect(verified(far.result, far.observations)).toEqual([])
  })
})

describe('chained asks', { timeout: 60_000 }, () => {
  const chained: Role = { name: 'asked', pool: WORDINGS, draw: 8, trials: 1, side: 'candidate', chained: true }
  const robust = flipSpec({
    kind: 'robust',
    statistic: 'robust accuracy',
    limit: 0.5,
    sense: 'at least',
    roles: [chained],
  })
  const least: ClaimKind = {
    ...scoreKind,
    name: 'robust',
    value: (evidence) => {
      const cells = evidence['asked']!.candidate
      const end = (unknown: number) =>
        Math.min(...cells.map((cell) => (cell.outcome === 'error' ? unknown : cell.score)))
      return { least: end(0), most: end(1) }
    },
  }
  const shaky = scoring((variant) => (variant === 'w5' ? 0.6 : 0.97))
  const check = (result: Awaited<ReturnType<typeof decide>>['result'], observations: readonly Observation[]) =>
    verifyClaim(result, {
      kind: least,
      sameAnswer: (a, b) => a === b,
      observations,
      releases: { candidate: 'v2', baseline: null },
    })

  test('an example is asked up to its first wrong answer and no further', async () => {
    const ask = vi.fn<DecideDeps['ask']>(shaky)
    const { result, observations } = await decide(robust, fakeDeps(ask, 200, { kind: least, maxCells: 1e6 }))
    const byExample = Map.groupBy(observations, ({ example }) => example)
    expect(byExample.size).toBe(result.units)
    for (const cells of byExample.values()) {
      expect(cells.slice(0, -1).every(({ score }) => score === 1)).toBe(true)
      expect(cells.length === 8 || cells.at(-1)!.score === 0).toBe(true)
    }
    expect(result.cells).toBeLessThan(result.units * 8)
    expect(new Set(ask.mock.calls.map(([, cell]) => `${cell.example}/${cell.variant}`)).size).toBe(
      ask.mock.calls.length,
    )
    expect(check(result, observations)).toEqual([])
    expect(check(result, observations.slice(1)).join()).toContain('observations are missing')
  })

  test('never, sometimes, always wrong', async () => {
    const verdict = async (chance: number) =>
      (
        await decide(
          robust,
          fakeDeps(
            scoring(() => chance),
            200,
            { kind: least },
          ),
        )
      ).result.verdict
    expect(await verdict(1)).toBe('pass')
    expect(await verdict(0.5)).toBe('fail')
    expect(await verdict(0)).toBe('fail')
  })

  test.each([1, 7, 32])('the same evidence at concurrency %i', async (concurrency) => {
    const reference = await decide(robust, fakeDeps(shaky, 200, { kind: least, concurrency: 1 }))
    let inFlight = 0
    let most = 0
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      await elsewhere?.turn?.()
      most = Math.max(most, ++inFlight)
      if (Math.random() < 0.1) await sleep(Math.random() * 2)
      inFlight--
      return shaky(side, cell, signal)
    }
    const other = await decide(robust, fakeDeps(ask, 200, { kind: least, concurrency }))
    expect(canonicalJson(other)).toBe(canonicalJson(reference))
    expect(most).toBeLessThanOrEqual(concurrency)
  })

  test('an error does not end a chain: a later wrong answer still settles the example', async () => {
    const ask: DecideDeps['ask'] = async (_, cell) =>
      observe(cell, cell.variant === 'w2' ? 'no' : 'yes', cell.variant === 'w2' ? 'answered' : 'error')
    const { result } = await decide(robust, fakeDeps(ask, 60, { kind: least }))
    expect(result).toMatchObject({ verdict: 'fail', estimate: 0 })
  })

  test('an abort in the middle of a chain leaves the unit out', async () => {
    const controller = new AbortController()
    let asks = 0
    const ask: DecideDeps['ask'] = async (side, cell, signal) => {
      if (++asks === 20) controller.abort(new Error('enough'))
      return shaky(side, cell, signal)
    }
    const deps = fakeDeps(ask, 200, { kind: least, concurrency: 1, signal: controller.signal })
    const { result } = await decide(robust, deps)
    expect(result).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('enough') })
    expect(asks).toBe(20)
  })
})
