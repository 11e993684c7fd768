import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../hash/index.ts'
import type { Observation } from '../types/index.ts'
import { anyObservation, present } from './anyObservation.testing.ts'
import type { ObservationPiece } from './_internal/pieces.ts'
import { lineInTable, observationTable, pieceOf } from './observationTable.ts'
import { textPool } from './textPool.ts'

/** Reads every field through its getter, and lists those that are there. */
function asRead(one: Observation): Record<string, unknown> {
  const names =
    'task release example group variant trial key raw answer outcome score gold who tokens choices judged reason wanted cost'
  return present(Object.fromEntries(names.split(' ').map((name) => [name, Reflect.get(one, name) as unknown])))
}

test('a table gives back every observation, whatever fields it has', () => {
  fc.assert(
    fc.property(fc.array(anyObservation, { maxLength: 20 }), (added) => {
      const table = observationTable()
      expect(added.map((one) => table.add(one))).toEqual(added.map((_, place) => place))
      expect(table.length).toBe(added.length)
      expect([...table].map(asRead)).toStrictEqual(added)
      expect([...table].map((one) => JSON.stringify(one))).toEqual(added.map((_, at) => JSON.stringify(table.at(at))))
      expect(JSON.parse(JSON.stringify([...table]))).toEqual(JSON.parse(JSON.stringify(added)))
      for (const [at, one] of added.entries()) expect([canonicalJson(one), null]).toContain(lineInTable(table.at(at)))
    }),
  )
})

test('a piece of a table, sent as JSON, adds the same observations to another one, whatever it holds already', () => {
  fc.assert(
    fc.property(
      fc.array(anyObservation, { maxLength: 20 }),
      fc.array(anyObservation, { maxLength: 4 }),
      fc.record({ most: fc.integer({ min: 1, max: 8 }), mostText: fc.integer({ min: 0, max: 400 }) }),
      (sent, there, bounds) => {
        const [table, other] = [observationTable(), observationTable()]
        for (const one of sent) table.add(one)
        for (const one of there) other.add(one)
        for (const list of [table, sent]) {
          for (let from = 0; from < list.length;) {
            const piece = pieceOf(list, from, bounds)
            expect(piece.scores.length).toBeGreaterThan(0)
            expect(piece.scores.length).toBeLessThanOrEqual(bounds.most)
            other.addPiece(JSON.parse(JSON.stringify(piece)) as ObservationPiece)
            from += piece.scores.length
          }
        }
        for (const one of there) other.add(one)
        expect([...other].map(asRead)).toStrictEqual([...there, ...sent, ...sent, ...there])
      },
    ),
  )
})

test('a score that is no number stays none', () => {
  const [table, other] = [observationTable(), observationTable()]
  table.add({ ...sample, score: Number.NaN })
  other.addPiece(JSON.parse(JSON.stringify(table.piece(0, { most: 1, mostText: 1 }))) as ObservationPiece)
  expect(other.at(0).score).toBeNaN()
})

test('tables of one pool do not disturb each other, over the edges of pieces', () => {
  const texts = textPool()
  const [one, other] = [observationTable(texts), observationTable(texts)]
  const made = Array.from({ length: 1000 }, (_, at): Observation => ({ ...sample, example: `e${at >> 3}`, trial: at }))
  for (const [at, cell] of made.entries()) (at % 3 === 0 ? one : other).add(cell)
  expect([...one].map(asRead)).toEqual(made.filter((_, at) => at % 3 === 0))
  expect([...other].map(asRead)).toEqual(made.filter((_, at) => at % 3 !== 0))
})

test('what has many texts of its own stays whole', () => {
  const pool = textPool()
  const made = Array.from({ length: 70_000 }, (_, at) => `text ${at}`)
  const numbers = made.map((one) => pool.put(one))
  expect(numbers.map((number) => pool.get(number))).toEqual(made)
  expect(pool.put('text 5')).toBe(numbers[5])
  const long = 'ü'.repeat(300_000)
  expect(pool.get(pool.put(long))).toBe(long)
})

const sample: Observation = {
  task: 'qa',
  release: 'v2',
  example: 'e1',
  group: 'g1',
  variant: 'p1',
  trial: 0,
  key: 'ab'.repeat(32),
  raw: 'Yes.',
  answer: 'yes',
  outcome: 'answered',
  score: 1,
  gold: 'yes',
  who: { model: 'm', revision: '1' },
  tokens: { input: 3, output: null },
}

test('the line of an observation is the canonical JSON of its plain data', () => {
  const table = observationTable()
  const made = [sample, { ...sample, answer: null, raw: null, score: 0.1 + 0.2, cost: 1e-9 }, { ...sample, raw: 'yes' }]
  for (const one of made) table.add(one)
  expect([...table].map(lineInTable)).toEqual(made.map(canonicalJson))
  expect(lineInTable(sample)).toBeNull()
  expect(lineInTable(table.at(table.add({ ...sample, reason: 'a field without a column' })))).toBeNull()
})
