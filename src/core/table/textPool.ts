import { growingInts } from './growing.ts'

/** Texts that are known by a number each, whole numbers from 0. */
export interface TextPool {
  /** Returns the number of a text: the known one where it is short and came before. */
  readonly put: (text: string) => number
  readonly get: (number: number) => string
  /** Returns a text as JSON, with its quotation marks. */
  readonly quoted: (number: number) => string
}

/** The most characters of a text that is looked up among the known ones: longer texts are rarely equal. */
const LONGEST_SHARED = 80

/** The most texts that are looked up: where there are more, most texts are one of a kind, and looking them up costs most. */
const MOST_SHARED = 1 << 16

/** The bytes of one piece of memory for texts that are not shared. */
const PIECE = 1 << 18

/** The numbers of texts that are not shared have this bit. */
const ALONE = 2 ** 30

/**
 * Makes an empty pool. Short texts that many observations have in common are held once. All others are held as bytes outside
 * the heap, where a million of them cost no more than their length, and are decoded whenever they are asked for.
 */
export function textPool(): TextPool {
  const numbers = new Map<string, number>()
  const shared: string[] = []
  /** The JSON of short shared texts, from when it was asked for first: most are written many times. */
  const quotedTexts: (string | undefined)[] = []
  const pieces: Buffer[] = []
  let left = 0
  /** Piece, start and length of each text that is not shared. */
  const places = growingInts(3)

  function keepAlone(text: string): number {
    const bytes = Buffer.byteLength(text)
    if (bytes > left) {
      pieces.push(Buffer.allocUnsafeSlow(Math.max(PIECE, bytes)))
      left = pieces.at(-1)!.length
    }
    const piece = pieces.at(-1)!
    const start = piece.length - left
    piece.write(text, start)
    left -= bytes
    const number = places.add()
    places.set(number, 0, pieces.length - 1)
    places.set(number, 1, start)
    places.set(number, 2, bytes)
    return ALONE + number
  }

  function get(number: number): string {
    if (number < ALONE) return shared[number]!
    const alone = number - ALONE
    const start = places.get(alone, 1)
    return pieces[places.get(alone, 0)]!.toString('utf8', start, start + places.get(alone, 2))
  }

  return {
    put(text) {
      const short = text.length <= LONGEST_SHARED
      const known = short ? numbers.get(text) : undefined
      if (known !== undefined) return known
      // Half of a surrogate pair alone has no bytes in UTF-8.
      if ((short && numbers.size < MOST_SHARED) || !text.isWellFormed()) {
        const number = shared.push(text) - 1
        if (short) numbers.set(text, number)
        return number
      }
      return keepAlone(text)
    },
    get,
    quoted(number) {
      const known = number < ALONE ? quotedTexts[number] : undefined
      if (known !== undefined) return known
      const text = get(number)
      const json = JSON.stringify(text)
      if (number < ALONE && text.length <= LONGEST_SHARED) quotedTexts[number] = json
      return json
    },
  }
}
