/**
 * Holds what the generators of the starter packs share: draws that repeat, decks, words of everyday texts, lines of a
 * dataset.
 */
import { seededRandom } from '../../src/core/statistics/index.ts'

/** A line of `examples.jsonl`. */
export interface Line {
  readonly group?: string
  readonly input: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  readonly gold: string
  readonly slices?: Readonly<Record<string, string>>
}

/** The draws of one generator: the same for the same seed. */
export interface Draws {
  /** A whole number from `least` to `most`. */
  readonly number: (least: number, most: number) => number
  readonly pick: <T>(items: readonly T[]) => T
  readonly shuffle: <T>(items: readonly T[]) => T[]
  /** Gives the items in a shuffled order, again and again: each is used as often as the others. */
  readonly deck: <T>(items: readonly T[]) => () => T
}

export function draws(seed: number): Draws {
  const random = seededRandom(seed)
  const number: Draws['number'] = (least, most) => least + Math.floor(random() * (most - least + 1))
  const shuffle: Draws['shuffle'] = (items) => {
    const left = [...items]
    return items.map(() => left.splice(number(0, left.length - 1), 1)[0]!)
  }
  return {
    number,
    shuffle,
    pick: (items) => items[number(0, items.length - 1)]!,
    deck(items) {
      let left: typeof items = []
      return () => {
        if (left.length === 0) left = shuffle(items)
        const [first, ...rest] = left
        left = rest
        return first!
      }
    },
  }
}

/** Puts values in the places of a pattern: `{name}`. Throws where it has a place without a value. */
export function fill(pattern: string, values: Readonly<Record<string, string | number>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new RangeError(`"${pattern}" has {${name}}, which has no value`)
    return String(value)
  })
}

export const PEOPLE = (
  'Amira,Bogdan,Chiara,Dmitri,Elif,Femi,Greta,Hassan,Ines,Jonas,Kavya,Lars,Mei,Nadia,Oskar,Priya,Quentin,Rosa,Sven,' +
  'Tomas,Uma,Viktor,Wanda,Ximena,Yusuf,Zoe,Abel,Bianca,Cyril,Dagny,Emre,Flora,Gunnar,Hilde,Ivo,Jana,Kofi,Leila,Marek,Noor'
).split(',')

export const CITIES = (
  'Porto,Leeds,Utrecht,Graz,Turku,Lyon,Bergen,Ghent,Brno,Seville,Aarhus,Bologna,Gdansk,Limerick,Basel,Varna,Split,Malmo,' +
  'Tartu,Bremen,Nantes,Zadar,Cork,Linz'
).split(',')

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
