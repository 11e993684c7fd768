import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleObservation } from '../core/wording/sampleRun.testing.ts'
import { compareCells, orderCells } from './observations.ts'

const text = fc.constantFrom('', 'a', 'b', 'B', 'ü', 'a0', '\ud800')
const trial = fc.constantFrom(0, 1, 2, 10, 2 ** 40)
const cell = fc
  .record({ release: text, task: text, example: text, variant: text, trial })
  .map((one) => sampleObservation(one))

test('cells are in the order that comparing them gives, and a cell that comes again is known', () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 60 }), (cells) => {
      const { places, isRepeat } = orderCells(cells)
      const sorted = cells.map((_, place) => place).toSorted((a, b) => compareCells(cells[a]!, cells[b]!))
      expect([...places]).toEqual(sorted)
      expect(sorted.map((_, at) => isRepeat(at))).toEqual(
        sorted.map((place, at) => at > 0 && compareCells(cells[sorted[at - 1]!]!, cells[place]!) === 0),
      )
    }),
  )
})
