import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { keyedHash } from '../core/sampling/order.ts'
import { clopperPearson, seededRandom } from '../core/statistics/index.ts'
import type { ClaimKind, ClaimSpec, Observation, Role, Task } from '../core/types/index.ts'
import { decideInFull as decide, fakeDeps, fakeTask, flipKind, flipSpec, observe, WORDINGS } from './fakes.testing.ts'
import type { DecideDeps } from './ports.ts'
import { verifyClaim } from './verifyClaim.ts'

const own: readonly Role[] = [
  { name: 'canonical', pool: ['w0'], draw: 1, trials: 1, side: 'candidate' },
  { name: 'paraphrase', pool: WORDINGS.slice(1), draw: 2, trials: 1, side: 'candidate' },
]
const spec: ClaimSpec = flipSpec({
  kind: 'two',
  statistic: 'flip rate beyond that on other',
  range: [-1, 1],
  limit: 0.1,
  roles: [...own, ...own.map((role) => ({ ...role, name: `other ${role.name}`, task: 'other' }))],
  other: { task: 'other', taskHash: 'other-hash' },
})
const kind: ClaimKind = {
  ...flipKind,
  name: 'two',
  value: ({ ...evidence }, same, options) => {
    const pick = (role: string) => (evidence[role] ?? evidence[`other ${role}`])!
    return flipKind.value({ canonical: pick('canonical'), paraphrase: pick('paraphrase') }, same, options)
  },
}

/** Another task: its answers count as the same only if their first letters are. */
function otherTask(count: number, perGroup = 1): Task {
  const task = fakeTask(count, perGroup)
  const examples = task.examples.map((example) => ({
    ...example,
    id: `o${example.id.slice(1)}`,
    group: `h${example.group.slice(1)}`,
  }))
  const sameAnswer = (a: string, b: string) => a[0] === b[0]
  return { ...task, name: 'other', hash: 'other-hash', examples, kind: { ...task.kind, kind: 'other', sameAnswer } }
}

/** Flips at these rates, under wordings other than the canonical one. */
function flipping(rates: { readonly own: number; readonly other: number }, seed = ''): DecideDeps['ask'] {
  const hash = keyedHash(seed)
  return async (_, cell, _signal, elsewhere) => {
    const second = elsewhere?.task === 'other'
    const flips = cell.variant !== 'w0' && hash(`${cell.example} ${cell.variant}`) < (second ? rates.other : rates.own)
    const observation = observe(cell, flips ? 'no' : second ? `yes ${cell.variant}` : 'yes')
    return second ? { ...observation, task: 'other', group: `h${cell.example.slice(1)}` } : observation
  }
}

const deps = (
  rates: { own: number; other: number },
  counts: readonly [number, number] = [600, 500],
  part: Partial<DecideDeps> = {},
) => {
  const task = otherTask(counts[1])
  const order = [...new Set(task.examples.map(({ group }) => group))].toReversed()
  return fakeDeps(flipping(rates), counts[0], { kind, other: { task, order }, ...part })
}
const verified = (result: Awaited<ReturnType<typeof decide>>['result'], observations: readonly Observation[]) =>
  verifyClaim(JSON.parse(JSON.stringify(result)), {
    kind,
    sameAnswer: (a, b) => a === b,
    otherSameAnswer: (a, b) => a[0] === b[0],
    observations: observations.toReversed(),
    releases: { candidate: 'v2', baseline: null },
  })

describe('two samples', { timeout: 60_000 }, () => {
  test('the i-th source of one is paired with the i-th of the other, each in its own order', async () => {
    const { result, observations } = await decide(spec, deps({ own: 0.05, other: 0.05 }))
    expect(result).toMatchObject({ verdict: 'pass', pool: 500, grid: 600 * 8 + 500 * 8, examples: result.units * 2 })
    expect(result.order).toEqual(Array.from({ length: result.units }, (_, i) => `g${i}`))
    expect(result.otherOrder).toEqual(Array.from({ length: result.units }, (_, i) => `h${499 - i}`))
    expect(result.cells).toBe(result.units * 6)
    expect(observations.filter(({ task }) => task === 'other')).toHaveLength(result.units * 3)
    expect(verified(result, observations)).toEqual([])
    expect(
      verified(
        result,
        observations.filter(({ example }) => example !== 'o499'),
      ).join(),
    ).toContain('source h499')
  })

  test('more flips here than there fail, with counterexamples of this task only', async () => {
    const { result, observations } = await decide(spec, deps({ own: 0.6, other: 0.1 }))
    expect(result.verdict).toBe('fail')
    expect(result.reason).toMatch(/^flip rate beyond that on other at least 0\.\d+, limit 0\.1/)
    expect(result.counterexamples.map(({ after }) => after.cell).every((cell) => cell.startsWith('v2/fake/e'))).toBe(
      true,
    )
    expect(verified(result, observations)).toEqual([])
  })

  test('fewer flips here than there pass, and .not of that fails', async () => {
    expect((await decide(spec, deps({ own: 0.1, other: 0.6 }))).result.verdict).toBe('pass')
    const not = { ...spec, sense: 'at least', negated: true } as const
    expect((await decide(not, deps({ own: 0.1, other: 0.6 }))).result.verdict).toBe('fail')
    expect((await decide(not, deps({ own: 0.6, other: 0.1 }))).result.verdict).toBe('pass')
  })

  test('the smaller sample ends the plan', async () => {
    const { result } = await decide(spec, deps({ own: 0.2, other: 0.1 }, [200, 12]))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 12, pool: 12 })
    expect(result.reason).toContain('the pool of 12 independent sources is used up')
  })

  test.each([3, 32])('the same evidence at concurrency %i', async (concurrency) => {
    const reference = await decide(spec, deps({ own: 0.2, other: 0.1 }, [300, 300], { concurrency: 1 }))
    const other = await decide(spec, deps({ own: 0.2, other: 0.1 }, [300, 300], { concurrency }))
    expect(canonicalJson(other)).toBe(canonicalJson(reference))
  })

  test('at the limit, false passes and false failures stay under α', { timeout: 60_000 }, async () => {
    const RUNS = 120
    const counts = { pass: 0, fail: 0, inconclusive: 0, 'not applicable': 0 }
    const next = seededRandom(23)
    for (let run = 0; run < RUNS; run++) {
      const ask = flipping({ own: 0.4, other: 0.3 }, String(next()))
      const { result } = await decide(spec, deps({ own: 0, other: 0 }, [150, 150], { ask, alpha: 0.2 }))
      counts[result.verdict]++
    }
    expect(clopperPearson(counts.pass, RUNS, 0.99)[0]).toBeLessThanOrEqual(0.2)
    expect(clopperPearson(counts.fail, RUNS, 0.99)[0]).toBeLessThanOrEqual(0.2)
  })
})

describe('several releases on the same cells', () => {
  const ladder: ClaimSpec = flipSpec({
    kind: 'scale',
    statistic: 'least gain in accuracy of a step',
    armStatistic: 'gain in accuracy',
    range: [-1, 1],
    limit: 0,
    sense: 'at least',
    roles: ['s', 'm', 'l'].map((release) => Object.assign({}, own[1]!, { name: `release ${release}`, release })),
    arms: [
      { name: 'from s to m', roles: ['release s', 'release m'] },
      { name: 'from m to l', roles: ['release m', 'release l'] },
    ],
  })
  const gain: ClaimKind = {
    ...kind,
    name: 'scale',
    value: (evidence, _same, _options, arm) => {
      const [smaller, larger] = arm!.roles.map((role) => {
        const cells = evidence[role]!.candidate
        return cells.reduce((sum, { score }) => sum + score, 0) / cells.length
      })
      return { least: larger! - smaller!, most: larger! - smaller! }
    },
  }
  const scores = (chances: Readonly<Record<string, number>>): DecideDeps['ask'] => {
    const hash = keyedHash('scale')
    return async (_, cell, _signal, elsewhere) => {
      const release = elsewhere?.release ?? 'none'
      const right = hash(`${cell.example} ${cell.variant}`) < (chances[release] ?? 0)
      return observe(cell, right ? 'yes' : 'no', 'answered', release)
    }
  }
  const check = (result: Awaited<ReturnType<typeof decide>>['result'], observations: readonly Observation[]) =>
    verifyClaim(result, {
      kind: gain,
      sameAnswer: (a, b) => a === b,
      observations,
      releases: { candidate: 'l', baseline: null },
    })

  test('each step must gain; a loss fails by its step and shows both releases', async () => {
    const up = await decide(ladder, fakeDeps(scores({ s: 0.3, m: 0.6, l: 0.9 }), 400, { kind: gain }))
    expect(up.result).toMatchObject({ verdict: 'pass', grid: 400 * 3 * 7 })
    expect(check(up.result, up.observations)).toEqual([])
    const down = await decide(ladder, fakeDeps(scores({ s: 0.3, m: 0.9, l: 0.5 }), 400, { kind: gain }))
    expect(down.result.verdict).toBe('fail')
    expect(down.result.reason).toMatch(/^from m to l: gain in accuracy at most -0\.\d+, limit 0 /)
    expect(down.result.counterexamples[0]).toMatchObject({
      before: { role: 'release m', answer: 'yes', cell: expect.stringMatching(/^m\/fake\//) },
      after: { role: 'release l', answer: 'no', cell: expect.stringMatching(/^l\/fake\//) },
    })
    expect(check(down.result, down.observations)).toEqual([])
  })

  test('a release that is two models is judged neither way', async () => {
    const even = scores({ s: 0.5, m: 0.5, l: 0.5 })
    const ask: DecideDeps['ask'] = async (side, cell, signal, elsewhere) => {
      const observation = (await even(side, cell, signal, elsewhere))!
      const moved = elsewhere?.release === 'm' && cell.example === 'e3'
      return moved ? { ...observation, who: { model: 'm', revision: 'r2' } } : observation
    }
    const { result } = await decide(ladder, fakeDeps(ask, 100, { kind: gain }))
    expect(result).toMatchObject({ verdict: 'inconclusive', units: 4 })
    expect(result.reason).toMatch(/^release m answered as m at revision r1 and then as m at revision r2/)
  })
})
