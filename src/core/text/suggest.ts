import { editDistance } from './editDistance.ts'

/**
 * The candidate that somebody who wrote `word` probably meant, or `null` where none is near.
 * Case, blanks, `-` and `_` don't count; up to a third of the letters may differ. Ties go to the earlier candidate.
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
