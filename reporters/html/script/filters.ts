/** A value to choose, and the text that shows it. */
export type Choice = readonly [value: string, text: string]

/** One filter of a list. */
export interface Filter<Row> {
  /** The filter's name in the page's address. */
  readonly key: string
  readonly label: string
  /** The values to choose from; absent where any text may be typed. */
  readonly values?: readonly Choice[]
  /**
   * Makes the test whether a row fits a value. It takes the value first, so that what follows from it is computed once.
   */
  readonly test: (value: string) => (row: Row) => boolean
}

/** The chosen values by the keys of their filters; a filter that is not set is absent. */
export type Chosen = Readonly<Record<string, string>>

/** Finds the rows that fit all chosen values, in their order. */
export function matching<Row>(rows: readonly Row[], filters: readonly Filter<Row>[], chosen: Chosen): readonly Row[] {
  const tests = filters.flatMap(({ key, test }) => {
    const value = chosen[key]
    return value === undefined ? [] : [test(value)]
  })
  return rows.filter((row) => tests.every((fits) => fits(row)))
}

/**
 * Counts values and gives the most frequent first (equal counts in the order in which they came), at most `most` of
 * them.
 */
export function frequent(values: readonly string[], most = 80): readonly Choice[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([value, n]) => [value, `${value} (${n.toLocaleString('en')})`])
}

/** Makes choices of values that are shown as they are. */
export function named(values: Iterable<string>): readonly Choice[] {
  return Array.from(values, (text) => [text, text])
}

/** Returns the fragment of the page's address that opens a list with its filters: `cells:outcome=error&trial=1`. */
export function routeOf(list: string, chosen: Chosen): string {
  const pairs = Object.entries(chosen).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? list : `${list}:${pairs.join('&')}`
}

/**
 * Reads what a fragment names: an id, and the values of its filters where it has a `:`. A broken escape stays as it is.
 */
export function readRoute(fragment: string): { readonly id: string; readonly chosen: Chosen | null } {
  const at = fragment.indexOf(':')
  if (at === -1) return { id: fragment, chosen: null }
  const pairs = fragment
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))])
  return { id: fragment.slice(0, at), chosen: Object.fromEntries(pairs) }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
