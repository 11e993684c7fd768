/**
 * Text of a model or a dataset as one line in double quotes, safe in a terminal: line breaks, escape sequences and
 * marks that reorder text are spelled out. Longer than `max` characters it is cut, and says so with `…`.
 */
export function quote(text: string, max = 120): string {
  return `"${visible(cut(text, max)).replaceAll('"', '\\"')}"`
}

/** Text as `quote` writes it, without the quotes and uncut. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, (mark) => NAMED[mark] ?? `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`)
}

/**
 * Text as `visible` writes it, and without the form of a command to a CI system (`::error::`, `##[error]`, `##vso[…]`,
 * `##teamcity[…]`): systems obey it at the start of any line of a log, some in its middle, and a long message may be broken
 * anywhere.
 */
export function harmless(text: string): string {
  return visible(text)
    .replaceAll(/::(?=[a-z][\w-]*(?:\s[^:]*)?::)/gi, String.raw`:\u{3a}`)
    .replaceAll(/##(?=\w*\[)/g, String.raw`#\u{23}`)
}

/** Returns the first `max` characters (code points), with `…` in place of the rest. */
export function cut(text: string, max: number): string {
  // The slice bounds the work on a very long text: no code point takes more than two units.
  const start = Array.from(text.slice(0, 2 * max + 2))
  return start.length <= max ? text : `${start.slice(0, Math.max(0, max - 1)).join('')}…`
}

/**
 * Characters that a terminal hides or obeys: controls, format marks (bidirectional overrides, zero-width), line separators,
 * lone surrogates.
 */
export const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Returns a word for a POSIX shell, quoted only where it must be. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : shellQuoted(word)
}

/** Returns a word in quotes for a POSIX shell. */
export function shellQuoted(word: string): string {
  return /^[^"\\$`!\p{Cc}]*$/u.test(word) ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * Returns a text as a regular expression that matches just it, with or without the flag `u`. (`RegExp.escape` needs Node
 * 24.)
 */
export function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
