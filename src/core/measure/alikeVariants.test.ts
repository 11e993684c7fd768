import { describe, expect, test } from 'vitest'
import { seededRandom } from '../statistics/index.ts'
import { alikeVariants } from './measureTask.ts'
import { sampleCell } from './measured.testing.ts'

/** `each` cells of every variant, on examples of their own, right with the chance of `right(variant)`. */
function cellsOf(variants: number, each: number, right: (variant: number) => number, seed: number) {
  const next = seededRandom(seed)
  return Array.from({ length: each * variants }, (_, at) => {
    // Four variants an example, as a measurement asks them.
    const [example, variant] = [Math.floor(at / 4), at % variants]
    return sampleCell(`e${example}`, `v${variant}`, 0, next() < right(variant) ? 'yes' : 'no')
  })
}

describe('what alike variants would show', () => {
  test('48 variants with 15 cells each, all right in .915 of cases, spread by chance alone', () => {
    const alike = alikeVariants(
      cellsOf(48, 15, () => 0.915, 3),
      1,
    )!
    expect([alike.variants, alike.cells]).toEqual([48, 15])
    // Of 48 binomial shares of 15 the least has its median at 11 of 15.
    expect(alike.worst).toBeGreaterThan(0.65)
    expect(alike.worst).toBeLessThan(0.81)
    expect(alike.spread).toBeCloseTo(1 - alike.worst, 1)
  })

  test('a variant that is broken is far below it', () => {
    const cells = cellsOf(8, 200, (variant) => (variant === 3 ? 0.4 : 0.9), 5)
    const own = cells.filter(({ variant }) => variant === 'v3')
    const broken = own.reduce((sum, { score }) => sum + score, 0) / own.length
    expect(broken).toBeLessThan(alikeVariants(cells, 1)!.worst - 0.2)
  })

  test('scores that differ by example alone show no spread at all', () => {
    const cells = Array.from({ length: 40 }, (_, example) =>
      ['a', 'b', 'c'].map((variant) => sampleCell(`e${example}`, variant, 0, example % 2 === 0 ? 'yes' : 'no')),
    ).flat()
    expect(alikeVariants(cells, 1)).toEqual({ variants: 3, cells: 40, worst: 0.5, spread: 0 })
  })

  test('repeats of a cell stay together: they say nothing new of a variant', () => {
    const once = cellsOf(6, 40, () => 0.8, 9)
    const twice = once.flatMap((cell) => [cell, { ...cell, trial: 1 }])
    expect(alikeVariants(twice, 1)).toEqual({ ...alikeVariants(once, 1)!, cells: 80 })
  })

  test('one variant alone has nothing to differ from', () => {
    expect(alikeVariants([sampleCell('e', 'a', 0, 'yes')], 1)).toBe(null)
  })
})
