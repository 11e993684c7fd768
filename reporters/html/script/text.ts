/** A piece of a text: `hidden` where it is a control or a mark that reorders text, which is then spelled out. */
export interface Piece {
  readonly text: string
  readonly hidden: boolean
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const SPLIT = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])/u

/**
 * Spells out the characters of a text that are invisible or reorder the text. Line breaks and tabs stay: the text is
 * shown preformatted.
 */
export function spellOut(text: string): readonly Piece[] {
  if (!HIDDEN.test(text)) return [{ text, hidden: false }]
  const pieces: Piece[] = []
  let visible = ''
  for (const part of text.split(SPLIT)) {
    if (part === '\n' || part === '\t' || !HIDDEN.test(part)) visible += part
    else {
      if (visible !== '') pieces.push({ text: visible, hidden: false })
      visible = ''
      pieces.push({ text: codePoint(part), hidden: true })
    }
  }
  if (visible !== '') pieces.push({ text: visible, hidden: false })
  return pieces
}

/** Does the same and gives one text, for places that hold no element; line breaks and tabs are spelled out too. */
export function spelledText(text: string): string {
  return text
    .split(SPLIT)
    .map((part) => (HIDDEN.test(part) ? codePoint(part) : part))
    .join('')
}

/** Quotes a text as one word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Writes a number of things: `1 observation`, `2,000 observations`. */
export function countOf(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** Writes a number with its thousands apart, the same in every reader's language. */
export function grouped(number: number): string {
  return number.toLocaleString('en')
}

function codePoint(part: string): string {
  return String.raw`\u{${(part.codePointAt(0) ?? 0).toString(16)}}`
}
