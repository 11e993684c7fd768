/** Returns the message of an error; anything else that was thrown, as text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Returns the tail of an error message, ` (did you mean "x"?)`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = suggest(word, candidates)
  return near === null ? '' : ` (did you mean ${JSON.stringify(near)}?)`
}

/**
 * Returns the tail of an error message about an unknown name: the name that was probably meant, else all known names if
 * they are few.
 */
export function nameHint(
  word: string,
  candidates: Iterable<string>,
  quote: (name: string) => string = JSON.stringify,
): string {
  const names = [...candidates]
  const near = suggest(word, names)
  if (near !== null) return ` (did you mean ${quote(near)}?)`
  return names.length > 0 && names.length <= MOST_LISTED ? ` (known: ${names.map(quote).join(', ')})` : ''
}

const MOST_LISTED = 12

/**
 * Returns the candidate that somebody who wrote `word` probably meant, or `null` where none is near. Case, blanks, `-` and
 * `_` don't count; up to a third of the letters may differ. Ties go to the earlier candidate.
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const plain = fold(word)
  const limit = Math.min(4, Math.floor(plain.length / 3))
  let best: string | null = null
  let least = limit + 1
  for (const candidate of candidates) {
    if (candidate === word) continue
    const distance = editDistance(plain, fold(candidate), limit)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

function fold(text: string): string {
  // A name longer than this is no typing slip; the cut bounds the work on hostile input.
  return text
    .slice(0, 80)
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '')
}

/**
 * Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`, counted up to `limit`.
 * Returns `limit + 1` when there are more: the work stays bounded for long texts.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, at(before, j - 2) + 1)
      row.push(cost)
    }
    if (leastOf(row) > limit && leastOf(last) > limit) return limit + 1
    before = last
    last = row
  }
  return Math.min(at(last, b.length), limit + 1)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}

function leastOf(row: readonly number[]): number {
  return row.reduce((least, value) => Math.min(least, value), Infinity)
}
