import { expect, test } from 'vitest'
import { seededRandom } from '../../src/core/statistics/index.ts'
import { meanRivals, type GridScores } from './meanRivals.ts'
import type { SeedGate } from './gateOfSeed.ts'

/** Two tasks of 500 cells, each fifth of a canonical instruction; the candidate is right on the first `right` of each. */
function scores(right: number): GridScores {
  const part = (name: string, start: number) => {
    const all = Array.from({ length: 500 }, (_, at) => start + at)
    return { name, all, canonical: all.filter((at) => at % 5 === 0), floored: all, floor: 0.8 }
  }
  const of = (count: number) => Float32Array.from({ length: 1000 }, (_, at) => (at % 500 < count ? 1 : 0))
  return { candidate: of(right), baseline: of(450), tasks: [part('a', 0), part('b', 500)] }
}

const verdicts = (right: number, calls: number, seed = 1) =>
  Object.fromEntries(
    meanRivals(scores(right)).map(({ name, verdict }) => [name, verdict({ calls } as SeedGate, seededRandom(seed))]),
  )

test('with the whole grid to ask, each rule says what its margin says', () => {
  expect(verdicts(450, 5000)).toEqual(Object.fromEntries(Object.keys(verdicts(1, 1)).map((name) => [name, 'pass'])))
  expect(verdicts(435, 5000)).toMatchInlineSnapshot(`
    {
      "mean of all answers at least v1's": "fail",
      "mean of all answers at least v1's − 0.02": "fail",
      "mean of all answers at least v1's − 0.05": "pass",
      "mean of each task at least v1's": "fail",
      "mean of each task at least v1's − 0.02": "fail",
      "mean of each task at least v1's − 0.05": "pass",
      "mean of each task on seen instructions at least the suite's floor": "pass",
      "mean of the canonical instructions at least v1's": "fail",
      "mean of the canonical instructions at least v1's − 0.02": "fail",
      "mean of the canonical instructions at least v1's − 0.05": "pass",
    }
  `)
  expect(verdicts(390, 5000)).toMatchInlineSnapshot(`
    {
      "mean of all answers at least v1's": "fail",
      "mean of all answers at least v1's − 0.02": "fail",
      "mean of all answers at least v1's − 0.05": "fail",
      "mean of each task at least v1's": "fail",
      "mean of each task at least v1's − 0.02": "fail",
      "mean of each task at least v1's − 0.05": "fail",
      "mean of each task on seen instructions at least the suite's floor": "fail",
      "mean of the canonical instructions at least v1's": "fail",
      "mean of the canonical instructions at least v1's − 0.02": "fail",
      "mean of the canonical instructions at least v1's − 0.05": "fail",
    }
  `)
})

test('a small sample is a matter of luck', () => {
  const many = Array.from({ length: 40 }, (_, seed) => verdicts(450, 50, seed)["mean of all answers at least v1's"])
  expect(new Set(many)).toEqual(new Set(['pass', 'fail']))
})
