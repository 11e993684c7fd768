/** Characters (code points) of a text: the columns that it takes in a terminal. */
export function columns(text: string): number {
  return Array.from(text).length
}

/** A text with blanks behind it, so that it takes at least `width` columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}
