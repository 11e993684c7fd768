import { growingInts } from './growing.ts'
import { HEX_DIGITS, NO_DIGIT } from './hexDigits.ts'

/** Keys that are numbered in the order in which they came first, from 0. */
export interface KeyNumbers {
  readonly size: number
  /** Returns the number of a key, a new one where it did not come before. */
  readonly put: (key: string) => number
  /** Returns the number of a key; -1 where it did not come. */
  readonly find: (key: string) => number
  readonly keyOf: (number: number) => string
  /** Gives all keys by code unit. */
  readonly inOrder: () => IterableIterator<string>
}

const WORDS = 8
const FEWEST_SLOTS = 256

/** The key that was read last, and its bytes. Several sets are mostly asked for a key in turn, which is decoded once then. */
const bytes = Buffer.alloc(4 * WORDS)
const words = new Int32Array(bytes.buffer, bytes.byteOffset, WORDS)
let lastRead: string | null = null

/** Puts a sha256 into `words`; `false` where the key is none. A pattern and a decoder in turn would take twice as long. */
function read(key: string): boolean {
  if (key === lastRead) return true
  lastRead = null
  if (key.length !== 8 * WORDS) return false
  for (let at = 0; at < 4 * WORDS; at++) {
    const high = HEX_DIGITS[key.charCodeAt(2 * at)] ?? NO_DIGIT
    const low = HEX_DIGITS[key.charCodeAt(2 * at + 1)] ?? NO_DIGIT
    if (high === NO_DIGIT || low === NO_DIGIT) return false
    bytes[at] = 16 * high + low
  }
  lastRead = key
  return true
}

/**
 * Makes an empty set of keys. A sha256 in hexadecimal, as requests have it, takes about forty bytes outside the heap, where a `Map`
 * of a million texts takes four times that on it; any other key is held as it is.
 */
export function keyNumbers(): KeyNumbers {
  const rows = growingInts(WORDS)
  const others = new Map<string, number>()
  const otherKeys = new Map<number, string>()
  /** The number of a key and one more, at a place that its first word says, or the next free one after it; 0 is free. */
  let slots = new Int32Array(FEWEST_SLOTS)
  let size = 0

  /** Returns the place of the key in `words`, or the free one where it belongs. */
  function slotOf(): number {
    let slot = words[0]! & (slots.length - 1)
    while (slots[slot] !== 0 && !rows.holds(slots[slot]! - 1, words)) slot = (slot + 1) & (slots.length - 1)
    return slot
  }

  function grow(): void {
    const old = slots
    slots = new Int32Array(2 * old.length)
    for (const number of old) {
      if (number === 0) continue
      let slot = rows.get(number - 1, 0) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = number
    }
  }

  function putOther(key: string): number {
    const known = others.get(key)
    if (known !== undefined) return known
    const row = rows.add()
    others.set(key, row)
    otherKeys.set(row, key)
    size++
    return row
  }

  function keyOf(number: number): string {
    const other = otherKeys.get(number)
    if (other !== undefined) return other
    lastRead = null
    for (let word = 0; word < WORDS; word++) words[word] = rows.get(number, word)
    return bytes.toString('hex')
  }

  /** The first four bytes of a key as a number: keys are in the order of these, and few have the same. */
  function beginning(number: number): number {
    lastRead = null
    words[0] = rows.get(number, 0)
    return bytes.readUInt32BE(0)
  }

  return {
    get size() {
      return size
    },
    put(key) {
      if (!read(key)) return putOther(key)
      const slot = slotOf()
      if (slots[slot] !== 0) return slots[slot]! - 1
      const row = rows.add()
      for (let word = 0; word < WORDS; word++) rows.set(row, word, words[word]!)
      slots[slot] = row + 1
      size++
      if (2 * size > slots.length) grow()
      return row
    },
    find(key) {
      if (!read(key)) return others.get(key) ?? -1
      return slots[slotOf()]! - 1
    },
    keyOf,
    *inOrder() {
      if (others.size > 0) return yield* Array.from({ length: size }, (_, number) => keyOf(number)).toSorted()
      const beginnings = Uint32Array.from({ length: size }, (_, number) => beginning(number))
      const sorted = Uint32Array.from({ length: size }, (_, number) => number).toSorted(
        (a, b) => beginnings[a]! - beginnings[b]! || (keyOf(a) < keyOf(b) ? -1 : 1),
      )
      for (const number of sorted) yield keyOf(number)
    },
  }
}
