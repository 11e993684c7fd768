/** A word for a POSIX shell, quoted only where it must be. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : shellQuoted(word)
}

/** A word in quotes for a POSIX shell. */
export function shellQuoted(word: string): string {
  return /^[^"\\$`!\p{Cc}]*$/u.test(word) ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
