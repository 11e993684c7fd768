import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OBSERVATION_FIELDS } from '../types/observation.ts'
import type { Observation, ObservationList } from '../types/index.ts'
import { anyObservation } from './anyObservation.testing.ts'
import { numberedField } from './numberedField.ts'
import { joinedObservations, pickedObservations } from './observationLists.ts'
import { observationTable } from './observationTable.ts'
import { textPool, type TextPool } from './textPool.ts'

const NAMES = Object.keys(OBSERVATION_FIELDS) as (keyof Observation)[]

function tableOf(observations: readonly Observation[], texts?: TextPool): ObservationList {
  const table = observationTable(texts)
  for (const one of observations) table.add(one)
  return table
}

/** Numbers a field in the simplest way. */
function numberedPlainly(list: ObservationList, name: keyof Observation) {
  const keyOf = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(value) : `${typeof value} ${String(value)}`
  const values = Array.from(list, (one) => one[name])
  const keys = [...new Set(values.map(keyOf))]
  return {
    numbers: Int32Array.from(values, (value) => keys.indexOf(keyOf(value))),
    values: keys.map((key) => values.find((value) => keyOf(value) === key)),
  }
}

test('every list numbers every field as plain observations are numbered', () => {
  const cells = fc
    .tuple(fc.array(anyObservation, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), fc.array(fc.nat()))
    .map(([few, again, places]) => ({
      cells: [...few, ...again.flatMap((at) => few[at % few.length] ?? [])],
      places,
    }))
  fc.assert(
    fc.property(cells, cells, fc.boolean(), (one, other, isOnePool) => {
      const pool = isOnePool ? textPool() : undefined
      const all = [...one.cells, ...other.cells]
      const joined = joinedObservations(tableOf(one.cells, pool), [], tableOf(other.cells, pool))
      const places = Uint32Array.from(all.length === 0 ? [] : one.places, (place) => place % all.length)
      const again = Uint32Array.from(places.length === 0 ? [] : other.places, (place) => place % places.length)
      const picked = all.length === 0 ? [] : Array.from(places, (place) => all[place]!)
      const lists: [ObservationList, ObservationList][] = [
        [all, all],
        [all, tableOf(all)],
        [all, joined],
        [all, joinedObservations(tableOf(one.cells), other.cells)],
        [picked, pickedObservations(all, places)],
        [picked, pickedObservations(joined, places)],
        [Array.from(again, (place) => picked[place]!), pickedObservations(pickedObservations(joined, places), again)],
      ]
      for (const [plain, list] of lists) {
        expect(NAMES.map((name) => numberedField(list, name))).toEqual(
          NAMES.map((name) => numberedPlainly(plain, name)),
        )
      }
    }),
  )
})

test('a field with very many values is numbered, whatever comes again', () => {
  const [few] = fc.sample(anyObservation, 1)
  const made = Array.from({ length: 70_000 }, (_, at): Observation => ({ ...few!, variant: `v${at}` }))
  const table = tableOf([...made, ...made.slice(-10)])
  const { numbers, values } = numberedField(table, 'variant')
  expect(values.length).toBe(70_000)
  expect(numbers.slice(-10)).toEqual(numbers.slice(69_990, 70_000))
})
