import { keyedHash } from './keyedHash.ts'

/** The texts in the order of their hashes under the key: a random-looking permutation that any subset shares. */
export function sortByHash(texts: readonly string[], key: string): string[] {
  const hash = keyedHash(key)
  return texts
    .map((text) => ({ text, at: hash(text) }))
    .toSorted((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text)
}
