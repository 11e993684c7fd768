import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../types/index.ts'
import { measureCells, shareBudget, type MeasureGrid } from './measureCells.ts'

const grids = fc
  .record({
    groups: fc.integer({ min: 1, max: 12 }),
    each: fc.integer({ min: 1, max: 3 }),
    variants: fc.integer({ min: 1, max: 14 }),
    trials: fc.integer({ min: 1, max: 3 }),
    seed: fc.string({ maxLength: 4 }),
    left: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ groups, each, variants, trials, seed, left }): MeasureGrid => ({
    seed,
    taskHash: 'a'.repeat(64),
    examples: Array.from({ length: groups * each }, (_, at) => ({ id: `e${at}`, group: `g${at % groups}` })),
    variants: Array.from({ length: variants }, (_, at) => `v${at}`),
    trials,
    applicable: (example, variant) =>
      left === 0 || (example.length * 7 + variant.length * 3 + example.charCodeAt(1)) % 11 >= left,
  }))

function counts(cells: readonly Cell[], of: keyof Cell, names: readonly string[]): number[] {
  const seen = Map.groupBy(cells, (cell) => String(cell[of]))
  return names.map((name) => seen.get(name)?.length ?? 0)
}

function gap(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers)
}

describe('the design of a measurement', () => {
  test('asks every applicable cell once in each trial, and no other; a repeat comes after its first', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const cells = [...measureCells(grid)]
        const keys = cells.map(({ example, variant, trial }) => `${example}/${variant}/${trial}`)
        const wanted = grid.examples.flatMap(({ id }) =>
          grid.variants
            .filter((variant) => grid.applicable(id, variant))
            .flatMap((variant) => Array.from({ length: grid.trials }, (_, trial) => `${id}/${variant}/${trial}`)),
        )
        expect(keys.toSorted()).toEqual(wanted.toSorted())
        const at = new Map(keys.map((key, index) => [key, index]))
        const early = cells.filter(
          ({ example, variant, trial }, index) => trial > 0 && at.get(`${example}/${variant}/${trial - 1}`)! > index,
        )
        expect(early).toEqual([])
      }),
    )
  })

  test('while examples are new, variants and their repeats are asked equally often, whatever the budget', () => {
    fc.assert(
      fc.property(grids, fc.nat(400), (grid, budget) => {
        const all = { ...grid, applicable: () => true }
        const cells = measureCells(all).take(budget).toArray()
        const per = Math.min(4, grid.variants.length) + (grid.trials > 1 ? 1 : 0)
        fc.pre(cells.length <= per * grid.examples.length)
        const [first, again] = [cells.filter(({ trial }) => trial === 0), cells.filter(({ trial }) => trial > 0)]
        expect(gap(counts(first, 'variant', grid.variants))).toBeLessThanOrEqual(1)
        expect(gap(counts(again, 'variant', grid.variants))).toBeLessThanOrEqual(2)
        // No second example of a group before the first of every other.
        const group = new Map(grid.examples.map(({ id, group: name }) => [id, name]))
        const visited = [...new Set(cells.map(({ example }) => example))].map((id) => group.get(id)!)
        expect(
          gap(counts(visited.map((name) => ({ example: name })) as Cell[], 'example', [...new Set(group.values())])),
        ).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('later visits stay close to each other, and no example is visited twice more than another', () => {
    fc.assert(
      fc.property(grids, fc.nat(600), (grid, budget) => {
        const all = { ...grid, applicable: () => true, trials: 1 }
        const cells = measureCells(all).take(budget).toArray()
        // An example that has few variants left must ask those, so differences of 4 are drawn now and then, and seldom one of 5.
        expect(gap(counts(cells, 'variant', grid.variants))).toBeLessThanOrEqual(6)
        const ids = grid.examples.map(({ id }) => id)
        expect(gap(counts(cells, 'example', ids))).toBeLessThanOrEqual(4)
      }),
    )
  })

  test('depends on seed and task, not on the order of examples and variants', () => {
    const grid: MeasureGrid = {
      seed: '1',
      taskHash: 'b'.repeat(64),
      examples: Array.from({ length: 20 }, (_, at) => ({ id: `e${at}`, group: `e${at}` })),
      variants: ['a', 'b', 'c', 'd', 'e', 'f'],
      trials: 2,
      applicable: () => true,
    }
    const of = (changes: Partial<MeasureGrid>) =>
      JSON.stringify(
        measureCells({ ...grid, ...changes })
          .take(30)
          .toArray(),
      )
    expect(of({ examples: grid.examples.toReversed(), variants: grid.variants.toReversed() })).toBe(of({}))
    expect(of({ seed: '2' })).not.toBe(of({}))
    expect(of({ taskHash: 'c'.repeat(64) })).not.toBe(of({}))
  })
})

describe('sharing a budget', () => {
  test('even shares, never more than a task can use, all of it spent where it can be', () => {
    const capacities = fc.dictionary(fc.string({ maxLength: 3 }), fc.integer({ min: 1, max: 50 }), { minKeys: 1 })
    fc.assert(
      fc.property(capacities, fc.integer({ min: 1, max: 300 }), (tasks, budget) => {
        const map = new Map(Object.entries(tasks))
        const shares = shareBudget(budget, map)
        const total = [...map.values()].reduce((a, b) => a + b, 0)
        expect([...shares.values()].reduce((a, b) => a + b, 0)).toBe(Math.min(budget, total))
        const open = [...shares].filter(([name, share]) => share < map.get(name)!).map(([, share]) => share)
        for (const [name, share] of shares) {
          expect(share).toBeLessThanOrEqual(map.get(name)!)
          // A task that can use more has got as many cells as any other, except for the remainder.
          expect(share).toBeLessThanOrEqual(Math.min(Infinity, ...open) + 1)
        }
      }),
    )
  })
  test('refuses what is no number of cells', () => {
    expect(() => shareBudget(0, new Map())).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: the budget of cells must be a whole number from 1, got 0]`,
    )
    expect(() => shareBudget(1.5, new Map())).toThrow('got 1.5')
  })
})
