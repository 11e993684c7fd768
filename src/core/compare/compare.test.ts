import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleObservation } from '../wording/sampleRun.testing.ts'
import type { BaselineCell } from '../types/index.ts'
import { changedExamples, compareWithBaseline, losses } from './compareWithBaseline.ts'
import { pairCells, type Pair } from './comparedRelease.ts'

const pair = (example: string, before: number, now: number, part: Partial<Pair> = {}): Pair => ({
  task: 're',
  example,
  group: `source of ${example}`,
  variant: 're-s01',
  gold: 'x',
  before,
  now,
  ...part,
})

describe('pairs', () => {
  const accepted = { task: 're', example: 'e', variant: 'v', trial: 0, outcome: 'answered', score: 1, answerHash: null }

  test('cells of the candidate that the baseline holds, once, without errors', () => {
    const find = (_: string, example: string): BaselineCell | null =>
      example === 'gone' ? null : ({ ...accepted, example } as BaselineCell)
    const seen = [
      sampleObservation({ example: 'a', score: 0 }),
      sampleObservation({ example: 'a', score: 0 }),
      sampleObservation({ example: 'gone' }),
      sampleObservation({ example: 'b', outcome: 'error', answer: null, score: 0 }),
      sampleObservation({ example: 'c', release: 'v1@accepted' }),
    ]
    expect(pairCells(seen, 'v2', find)).toEqual([pair('a', 1, 0, { gold: 'founded_by', group: '3f9a0c11d2e4' })])
  })
})

describe('broken and recovered', () => {
  test('all the way only', () => {
    const pairs = [
      pair('a', 1, 0),
      pair('a', 1, 0, { variant: 'w' }),
      pair('b', 1, 0),
      pair('b', 1, 1, { variant: 'w' }),
      pair('c', 0, 1),
      pair('d', 1, 1),
      pair('e', 1, 0.5),
    ]
    expect(changedExamples(pairs, true)).toEqual({
      examples: 5,
      broken: [
        { task: 're', example: 'a' },
        { task: 're', example: 'e' },
      ],
      mended: [{ task: 're', example: 'c' }],
      // Two signs of three: p = 2 · P(Bin(3, ½) ≤ 1) = 1.
      sources: { compared: 5, worse: 2, better: 1, pValue: 1 },
    })
    expect(changedExamples([pair('d', 1, 1)], true).sources).toEqual({ compared: 1, worse: 0, better: 0, pValue: 1 })
  })

  test('226 broken and 74 recovered are no noise', () => {
    const pairs = Array.from({ length: 2000 }, (_, i) => pair(String(i), i < 74 ? 0 : 1, i >= 74 && i < 300 ? 0 : 1))
    const { worse, better, pValue } = changedExamples(pairs, true).sources
    expect([worse, better]).toEqual([226, 74])
    // Python: 2 * sum(math.comb(300, k) for k in range(75)) / 2**300
    expect(pValue).toBeCloseTo(4.716305170713116e-19, 30)
  })

  test('examples of one source count once, and where a gate stopped there is no test', () => {
    const pairs = Array.from({ length: 12 }, (_, i) => pair(String(i), 1, 0, { group: i < 10 ? 'one' : 'two' }))
    expect(changedExamples(pairs, true).sources).toEqual({
      compared: 2,
      worse: 2,
      better: 0,
      pValue: expect.closeTo(0.5, 12),
    })
    expect(changedExamples(pairs, false).sources.pValue).toBe(null)
  })

  test('swapping the releases swaps broken and recovered, and leaves the test', () => {
    const cell = fc.record({ example: fc.constantFrom('a', 'b', 'c'), before: fc.nat(1), now: fc.nat(1) })
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const there = changedExamples(
          cells.map(({ example, before, now }) => pair(example, before, now)),
          true,
        )
        const back = changedExamples(
          cells.map(({ example, before, now }) => pair(example, now, before)),
          true,
        )
        expect([back.broken, back.mended]).toEqual([there.mended, there.broken])
        expect(back.sources).toEqual({ ...there.sources, worse: there.sources.better, better: there.sources.worse })
      }),
    )
  })

  test('the test of an unchanged, fickle release is below 5% in at most 5% of runs', () => {
    let state = 7
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    let rejected = 0
    for (let run = 0; run < 400; run++) {
      const pairs = Array.from({ length: 300 }, (_, i) =>
        pair(String(i), random() < 0.9 ? 1 : 0, random() < 0.9 ? 1 : 0),
      )
      if ((changedExamples(pairs, true).sources.pValue ?? 1) <= 0.05) rejected += 1
    }
    expect(rejected).toBeGreaterThan(0)
    expect(rejected / 400).toBeLessThan(0.05)
  })
})

test('where the loss is: families, labels, slices, the surest first, with what was gained', () => {
  const pairs = Array.from({ length: 40 }, (_, i) =>
    pair(String(i), i < 30 ? 1 : 0, i < 10 || i >= 33 ? 0 : 1, {
      variant: i < 20 ? 'terse' : 'long',
      gold: i % 2 === 0 ? 'x' : 'y',
    }),
  )
  const slices = Object.fromEntries(pairs.map(({ example }) => [example, { length: 'short' }]))
  const found = losses(pairs, { re: { families: { terse: 'terse', long: 'imperative' }, slices } })
  expect(found.parts).toBe(5)
  expect(found.losses.map(({ by, name, sources, lost, gained }) => [by, name, sources, lost, gained])).toEqual([
    ['family', 'terse', 20, 10, 0],
    ['slice length', 'short', 40, 10, 3],
    ['label', 'y', 20, 5, 1],
    ['label', 'x', 20, 5, 2],
  ])
  expect(losses([pair('a', 1, 0)], {})).toEqual({ parts: 0, losses: [] })
})

test('a label that lost 11 sources and gained 27 is not named', () => {
  const pairs = Array.from({ length: 228 }, (_, i) => pair(String(i), i < 27 ? 0 : 1, i >= 217 ? 0 : 1))
  expect(losses(pairs, {})).toEqual({ parts: 1, losses: [] })
})

test('cells of one source are one loss, and their sum says which way', () => {
  const pairs = Array.from({ length: 30 }, (_, i) => pair(String(i), 1, i % 3 === 0 ? 1 : 0, { group: `g${i % 5}` }))
  expect(losses(pairs, {}).losses).toMatchObject([{ sources: 5, lost: 5, gained: 0 }])
})

test('claims that turned, moved, and compare', () => {
  const now = (title: string, verdict: 'pass' | 'fail', interval: [number, number]) =>
    sampleClaim({ id: title, title, verdict, interval })
  const manifest = [
    { id: 'a', title: 'a', advisory: false, verdict: 'pass', interval: [0, 0.1] },
    { id: 'b', title: 'b', advisory: false, verdict: 'fail', interval: [0, 0.3] },
    { id: 'c', title: 'c', advisory: false },
  ] as const
  const claims = [now('a', 'fail', [0.2, 0.3]), now('b', 'pass', [0.1, 0.2]), now('c', 'fail', [0.4, 0.5])]
  const roles = [{ name: 'asked', pool: ['v'], draw: 1, trials: 1, side: 'both' }] as const
  const paired = sampleClaim({
    id: 'd',
    title: 'd',
    verdict: 'pass',
    estimate: 0,
    interval: [-0.02, 0.02],
    spec: { roles },
  })
  expect(
    compareWithBaseline({ manifest, claims: [...claims, paired], pairs: [], where: {}, fixed: false }),
  ).toMatchObject({
    newlyFailing: ['a'],
    newlyPassing: ['b'],
    moved: [{ title: 'a', before: [0, 0.1], now: [0.2, 0.3] }],
    differences: [{ title: 'd', verdict: 'pass', estimate: 0, interval: [-0.02, 0.02] }],
    examples: 0,
  })
})
