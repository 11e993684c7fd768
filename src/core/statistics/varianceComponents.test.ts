import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import reference from './reference/reference.json' with { type: 'json' }
import { seededRandom } from './seededRandom.ts'
import type { CrossedValue } from './bootstrap.ts'
import { varianceComponents } from './varianceComponents.ts'

const PARTS = ['examples', 'instructions', 'interaction', 'trials'] as const

function raws(cells: readonly CrossedValue[]): number[] {
  const found = varianceComponents(cells)
  if ('reason' in found) throw new Error(found.reason)
  return PARTS.map((part) => found[part]?.raw ?? Number.NaN)
}

/** One value for each row and column, or as many as `trials`, from normal effects with these deviations. */
function simulated(seed: number, sizes: readonly [number, number, number], deviations: readonly number[], keep = 1) {
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const [rows, columns, trials] = sizes
  const [a, b, ab, e] = deviations as [number, number, number, number]
  const ofRow = Array.from({ length: rows }, () => a * normal())
  const ofColumn = Array.from({ length: columns }, () => b * normal())
  const cells: CrossedValue[] = []
  for (const [i, row] of ofRow.entries()) {
    for (const [j, column] of ofColumn.entries()) {
      const both = row + column + ab * normal()
      if (random() >= keep) continue
      for (let k = 0; k < trials; k++) cells.push({ row: `${i}`, column: `${j}`, value: both + e * normal() })
    }
  }
  return cells
}

describe('components of variance', () => {
  test.each(reference.varianceComponents.map((data) => [data.values.length, data] as const))(
    'of %d values, as by dense matrices and by analysis of variance',
    (_, { rows, columns, values, components }) => {
      const found = raws(values.map((value, at) => ({ row: rows[at]!, column: columns[at]!, value })))
      for (const [at, wanted] of components.entries()) expect(found[at]).toBeCloseTo(wanted, 10)
    },
  )

  test('a negative estimate is shown as 0 beside its raw value', () => {
    // By hand: equal row and column means, so their mean squares are 0, and that of the interaction is 1.
    const cells = ['aa', 'ab', 'ba', 'bb'].map(([row = '', column = '']) => ({
      row,
      column,
      value: row === column ? 1 : 0,
    }))
    const none = { value: 0, raw: -0.5 }
    expect(varianceComponents(cells)).toEqual({
      examples: none,
      instructions: none,
      interaction: { value: 1, raw: 1 },
      trials: null,
    })
  })

  test('mean over simulated layouts with a third of the cells is the truth', () => {
    const truth = [1, 0.25, 0.16, 0.09]
    const runs = Array.from({ length: 300 }, (_run, seed) =>
      raws(simulated(seed, [40, 12, 2], truth.map(Math.sqrt), 0.33)),
    )
    for (const [at, wanted] of truth.entries()) {
      const mean = runs.reduce((sum, run) => sum + run[at]!, 0) / runs.length
      const spread = Math.sqrt(runs.reduce((sum, run) => sum + (run[at]! - mean) ** 2, 0) / runs.length ** 2)
      expect(Math.abs(mean - wanted)).toBeLessThan(4 * spread)
    }
  })

  test('answers that never vary have no variance of repeats, exactly', () => {
    const found = varianceComponents(simulated(3, [20, 5, 3], [1, 1, 1, 0]))
    expect(found).toMatchObject({ trials: { value: 0, raw: 0 } })
  })

  test('without repeats the interaction holds them', () => {
    const once = simulated(5, [60, 30, 1], [0, 0, 0.6, 0.8])
    const found = varianceComponents(once)
    expect(found).toMatchObject({ trials: null, interaction: { value: expect.closeTo(1, 0) } })
  })

  test('neither order, nor a shift, nor names matter; a factor comes out squared', () => {
    const cells = simulated(7, [8, 6, 2], [1, 0.5, 0.5, 0.3], 0.6)
    const base = raws(cells)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(cells, { minLength: cells.length }),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (shuffled, shift, factor) => {
          const changed = shuffled.map(({ row, column, value }) => ({
            row: `r${row}`,
            column: `c${column}`,
            value: factor * value + shift,
          }))
          for (const [at, raw] of raws(changed).entries()) expect(raw / factor ** 2).toBeCloseTo(base[at]!, 9)
        },
      ),
      { numRuns: 30 },
    )
  })

  test.each<[string, CrossedValue[]]>([
    ['one example cannot show how examples vary', simulated(1, [1, 4, 2], [1, 1, 1, 1])],
    ['one instruction cannot show how instructions vary', simulated(1, [4, 1, 2], [1, 1, 1, 1])],
    [
      'too few examples were asked under several instructions to tell the components apart',
      ['a', 'b', 'c'].map((name, value) => ({ row: name, column: name, value })),
    ],
  ])('says why there are none: %s', (reason, cells) => {
    expect(varianceComponents(cells)).toEqual({ reason })
  })
})
