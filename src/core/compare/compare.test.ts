import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleObservation } from '../report/sampleRun.testing.ts'
import type { BaselineCell } from '../words/index.ts'
import { changedExamples } from './changedExamples.ts'
import { compareWithBaseline } from './compareWithBaseline.ts'
import { losses } from './losses.ts'
import { pairCells, type Pair } from './pairCells.ts'

const pair = (example: string, before: number, now: number, part: Partial<Pair> = {}): Pair => ({
  task: 're',
  example,
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
    expect(pairCells(seen, 'v2', find)).toEqual([pair('a', 1, 0, { gold: 'founded_by' })])
  })
})

describe('broken and mended', () => {
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
    expect(changedExamples(pairs)).toEqual({
      examples: 5,
      broken: [
        { task: 're', example: 'a' },
        { task: 're', example: 'e' },
      ],
      mended: [{ task: 're', example: 'c' }],
      brokenByNoise: 1.5,
    })
    expect(changedExamples([pair('d', 1, 1)]).brokenByNoise).toBe(null)
  })

  test('swapping the releases swaps broken and mended, and leaves the noise', () => {
    const cell = fc.record({ example: fc.constantFrom('a', 'b', 'c'), before: fc.nat(1), now: fc.nat(1) })
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const there = changedExamples(cells.map(({ example, before, now }) => pair(example, before, now)))
        const back = changedExamples(cells.map(({ example, before, now }) => pair(example, now, before)))
        expect([back.broken, back.mended]).toEqual([there.mended, there.broken])
        expect(back.brokenByNoise).toBe(there.brokenByNoise)
      }),
    )
  })

  test('the noise that an unchanged, fickle release makes is what is expected', () => {
    let state = 7
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    let [broken, expected] = [0, 0]
    for (let run = 0; run < 200; run++) {
      const pairs = Array.from({ length: 300 }, (_, i) =>
        pair(String(i), random() < 0.9 ? 1 : 0, random() < 0.9 ? 1 : 0),
      )
      const found = changedExamples(pairs)
      broken += found.broken.length
      expected += found.brokenByNoise ?? 0
    }
    expect(expected / broken).toBeGreaterThan(0.97)
    expect(expected / broken).toBeLessThan(1.03)
  })
})

test('where the loss lies: families, labels, slices, the surest first', () => {
  const pairs = Array.from({ length: 40 }, (_, i) =>
    pair(String(i), 1, i < 10 ? 0 : 1, { variant: i < 20 ? 'terse' : 'long', gold: i % 2 === 0 ? 'x' : 'y' }),
  )
  const slices = Object.fromEntries(pairs.map(({ example }) => [example, { length: 'short' }]))
  const found = losses(pairs, { re: { families: { terse: 'terse', long: 'imperative' }, slices } })
  expect(found.map(({ by, name, asked, lost }) => [by, name, asked, lost])).toEqual([
    ['family', 'terse', 20, 10],
    ['slice length', 'short', 40, 10],
    ['label', 'x', 20, 5],
    ['label', 'y', 20, 5],
  ])
  expect(losses([pair('a', 1, 0)], {})).toEqual([])
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
  expect(compareWithBaseline({ manifest, claims: [...claims, paired], pairs: [], where: {} })).toMatchObject({
    newlyFailing: ['a'],
    newlyPassing: ['b'],
    moved: [{ title: 'a', before: [0, 0.1], now: [0.2, 0.3] }],
    differences: [{ title: 'd', verdict: 'pass', estimate: 0, interval: [-0.02, 0.02] }],
    examples: 0,
  })
})
