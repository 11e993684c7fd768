import type { Observation, ObservationList } from '../types/index.ts'
import { fillNumbers, type NumberingList } from './numberedField.ts'

/** Gives the observations at some places of a list, in the order of the places, without copying them. */
export function pickedObservations(list: ObservationList, places: Uint32Array): ObservationList {
  const at = (place: number): Observation | undefined => {
    const own = places[place]
    return own === undefined ? undefined : list.at(own)
  }
  return {
    length: places.length,
    at,
    *[Symbol.iterator]() {
      for (let place = 0; place < places.length; place++) yield at(place)!
    },
  }
}

/** Gives observations as plain objects, for code that may copy them field by field. */
export function plainObservations(list: ObservationList): readonly Observation[] {
  return Array.from(list, plainObservation)
}

/** Puts lists of observations one after another, without copying them. */
export function joinedObservations(...lists: readonly ObservationList[]): ObservationList {
  const [only, ...others] = lists.filter(({ length }) => length > 0)
  if (only !== undefined && others.length === 0) return only
  const joined: NumberingList = {
    get length() {
      return lists.reduce((sum, { length }) => sum + length, 0)
    },
    at(place) {
      let left = place
      for (const list of lists) {
        if (left < list.length) return list.at(left)
        left -= list.length
      }
      return undefined
    },
    fillNumbers(name, numbers, put) {
      let from = 0
      for (const list of lists) fillNumbers(list, name, numbers.subarray(from, (from += list.length)), put)
    },
    *[Symbol.iterator]() {
      for (const list of lists) yield* list
    },
  }
  return joined
}

/** Gives an observation as a plain object. */
export function plainObservation(one: Observation): Observation {
  return isMadeWhenAsked(one) ? one.toJSON() : one
}

function isMadeWhenAsked(one: Observation): one is Observation & { readonly toJSON: () => Observation } {
  return 'toJSON' in one
}
