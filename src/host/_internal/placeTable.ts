import { growingFloats, growingInts, keyNumbers } from '../../core/table/index.ts'
import type { CallTook } from '../../core/types/index.ts'

/** The place of an entry in a file. */
export interface Place<Reader> {
  readonly reader: Reader
  /** The offset of its first byte, and its length in bytes. */
  readonly at: number
  readonly bytes: number
  readonly took?: CallTook
}

/** Places of entries by key: one, or several whose entries differ. */
export interface PlaceTable<Reader> {
  readonly size: () => number
  readonly get: (key: string) => Place<Reader> | Place<Reader>[] | undefined
  /** Returns what the call took that brought the entry of a key, the first of several; `null` where it is not known. */
  readonly took: (key: string) => CallTook | null
  readonly set: (key: string, place: Place<Reader> | Place<Reader>[]) => void
  /** Gives all keys by code unit. */
  readonly keys: () => IterableIterator<string>
  /** Returns the keys that have several places. */
  readonly disputed: () => string[]
}

const READER = 0
const BYTES = 1
/** The attempts that a call took, and one more; 0 where nothing is known of it. */
const ATTEMPTS = 2
const AT = 0
const LATENCY = 1

/**
 * Makes an empty table. Nearly all keys have one place, which takes about eighty bytes outside the heap, the key included: a
 * store of a million answers would fill the heap otherwise.
 */
export function placeTable<Reader>(): PlaceTable<Reader> {
  const numbers = keyNumbers()
  const ints = growingInts(3)
  const figures = growingFloats(2)
  const readers: Reader[] = []
  const readerNumbers = new Map<Reader, number>()
  const several = new Map<number, Place<Reader>[]>()

  function readerNumber(reader: Reader): number {
    const known = readerNumbers.get(reader)
    if (known !== undefined) return known
    readerNumbers.set(reader, readers.length)
    return readers.push(reader) - 1
  }

  function put(number: number, { reader, at, bytes, took }: Place<Reader>): void {
    ints.set(number, READER, readerNumber(reader))
    ints.set(number, BYTES, bytes)
    ints.set(number, ATTEMPTS, took === undefined ? 0 : took.attempts + 1)
    figures.set(number, AT, at)
    figures.set(number, LATENCY, took?.latencyMs ?? 0)
  }

  function tookAt(number: number): CallTook | null {
    const attempts = ints.get(number, ATTEMPTS)
    return attempts === 0 ? null : { latencyMs: figures.get(number, LATENCY), attempts: attempts - 1 }
  }

  function placeAt(number: number): Place<Reader> {
    const took = tookAt(number)
    return {
      reader: readers[ints.get(number, READER)]!,
      at: figures.get(number, AT),
      bytes: ints.get(number, BYTES),
      ...(took && { took }),
    }
  }

  return {
    size: () => numbers.size,
    get(key) {
      const number = numbers.find(key)
      return number === -1 ? undefined : (several.get(number) ?? placeAt(number))
    },
    took(key) {
      const number = numbers.find(key)
      if (number === -1) return null
      const places = several.get(number)
      return places === undefined ? tookAt(number) : (places[0]?.took ?? null)
    },
    set(key, place) {
      const number = numbers.put(key)
      if (number === ints.length) {
        ints.add()
        figures.add()
      }
      if (Array.isArray(place)) several.set(number, place)
      else {
        several.delete(number)
        put(number, place)
      }
    },
    keys: numbers.inOrder,
    disputed: () => [...several].flatMap(([number, { length }]) => (length > 1 ? [numbers.keyOf(number)] : [])),
  }
}
