/** Returns the words of a text in lower case, letters and digits alone, for comparing texts. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** Returns all runs of `size` words, as texts. A shorter text is one run of what it has; an empty one has none. */
export function wordGrams(words: readonly string[], size: number): readonly string[] {
  if (words.length === 0) return []
  const count = Math.max(1, words.length - size + 1)
  return Array.from({ length: count }, (_, start) => words.slice(start, start + size).join(' '))
}
