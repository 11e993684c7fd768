/** A run of words of one text: `changed` where the other text lacks them. */
export interface Run {
  readonly text: string
  readonly changed: boolean
}

const WORDS = /\s+|\{[\p{L}\p{N}_]+\}|[\p{L}\p{N}_]+|[^\s]/gu
/**
 * The most pairs of words to compare. Beyond it the middle of both texts counts as changed as a whole, so that the page
 * does not hang.
 */
const MOST_WORK = 400_000

/**
 * Finds what differs between two texts, word by word, by the longest common subsequence of what is between their equal
 * ends.
 */
export function differences(before: string, after: string): readonly [readonly Run[], readonly Run[]] {
  const [a, b] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [left, right] = changedWords(a.slice(start, a.length - end), b.slice(start, b.length - end))
  return [runsOf(a, (at) => left.has(at - start)), runsOf(b, (at) => right.has(at - start))]
}

/** Finds the places of the words that are not in the longest common subsequence. */
function changedWords(a: readonly string[], b: readonly string[]): readonly [Set<number>, Set<number>] {
  if (a.length * b.length > MOST_WORK) return [new Set(a.keys()), new Set(b.keys())]
  const width = b.length + 1
  const best = new Uint16Array((a.length + 1) * width)
  const bestAt = (i: number, j: number): number => best[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i * width + j] = a[i] === b[j] ? bestAt(i + 1, j + 1) + 1 : Math.max(bestAt(i + 1, j), bestAt(i, j + 1))
  const [left, right] = [new Set<number>(), new Set<number>()]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++
      j++
    } else if (j >= b.length || (i < a.length && bestAt(i + 1, j) >= bestAt(i, j + 1))) left.add(i++)
    else right.add(j++)
  }
  return [left, right]
}

/** Joins words to runs. Blanks between two changed words go with them, and blanks alone are never marked. */
function runsOf(words: readonly string[], isChanged: (at: number) => boolean): readonly Run[] {
  const joins = (at: number): boolean => isBlank(words[at]) && isChanged(at - 1) && isChanged(at + 1)
  const runs: Run[] = []
  for (let at = 0; at < words.length;) {
    const changed = isChanged(at)
    let to = at + 1
    while (to < words.length && (changed ? isChanged(to) || joins(to) : !isChanged(to))) to++
    const text = words.slice(at, to).join('')
    runs.push({ text, changed: changed && text.trim() !== '' })
    at = to
  }
  return runs
}

function isBlank(word: string | undefined): boolean {
  return word !== undefined && /^\s+$/.test(word)
}
