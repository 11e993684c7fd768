/** Texts held once each, known by their place. */
export interface Pool {
  readonly texts: readonly string[]
  /** The place of a text, new or known. */
  readonly place: (text: string) => number
}

/** An empty pool. */
export function pool(): Pool {
  const texts: string[] = []
  const places = new Map<string, number>()
  return {
    texts,
    place: (text) => {
      const known = places.get(text)
      if (known !== undefined) return known
      places.set(text, texts.length)
      return texts.push(text) - 1
    },
  }
}
