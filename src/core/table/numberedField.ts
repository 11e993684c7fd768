import type { Observation, ObservationList } from '../types/index.ts'

/** One field of many observations as numbers: equal values have one, from 0 in the order in which they came first. */
export interface NumberedField<Value> {
  readonly numbers: Int32Array
  readonly values: readonly Value[]
}

/**
 * Numbers the values of a field. Lists that can tell equal values without making them are not asked for their observations,
 * which takes most of the time of reading a field. Values are equal as keys of a `Map` are, and objects where their JSON is.
 */
export function numberedField<Name extends keyof Observation>(
  list: ObservationList,
  name: Name,
): NumberedField<Observation[Name]> {
  const values: Observation[Name][] = []
  const known = new Map<unknown, number>()
  const numbers = new Int32Array(list.length)
  fillNumbers(list, name, numbers, (value) => {
    const key = typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    const number = known.get(key) ?? values.push(value) - 1
    if (number === known.size) known.set(key, number)
    return number
  })
  return { numbers, values }
}

/** Returns the number of a value, a new one where it did not come before. */
type Put<Value> = (value: Value) => number

/** Writes the number of what a field holds at each place, and puts the values in the order of the places. */
type FillNumbers = <Name extends keyof Observation>(
  name: Name,
  numbers: Int32Array,
  put: Put<Observation[Name]>,
) => void

/** A list that numbers a field from what it keeps. */
export interface NumberingList extends ObservationList {
  readonly fillNumbers: FillNumbers
}

/** Numbers a field of a list in its own way, where it has one. */
export function fillNumbers<Name extends keyof Observation>(
  list: Pick<ObservationList, 'at'>,
  name: Name,
  numbers: Int32Array,
  put: Put<Observation[Name]>,
): void {
  if ('fillNumbers' in list) return (list as NumberingList).fillNumbers(name, numbers, put)
  let last: Observation[Name] | undefined
  let lastNumber = -1
  for (let place = 0; place < numbers.length; place++) {
    const value = list.at(place)![name]
    // Neighbours mostly have most of their fields in common.
    if (value !== last || lastNumber === -1) {
      last = value
      lastNumber = put(value)
    }
    numbers[place] = lastNumber
  }
}
