import { cut, visible } from '../../src/core/text/index.ts'

/**
 * Escapes the text of a model, a dataset or a user, so that Markdown shows it as it is: every mark that Markdown, HTML
 * or a code host could act on becomes a character reference, which none of them takes as markup, and controls are
 * spelled out. An invisible blank after `@`, `#` and the like keeps names and numbers from becoming mentions. The text
 * is cut at `max` characters.
 */
export function escapeMarkdown(text: string, max: number): string {
  return referenced(text, max).replaceAll(/&#(?:33|35|36|37|64|126);/g, '$&&#8203;')
}

/** Does the same as `escapeMarkdown`, inside `<code>`, where nothing becomes a mention and the text can be copied. */
export function codeMarkdown(text: string, max: number): string {
  return `<code>${referenced(text, max)}</code>`
}

function referenced(text: string, max: number): string {
  // Cut first: texts can be very long, and the rest is not shown.
  const start = text.slice(0, 4 * max)
  const line = start.trim().replaceAll(/\s+/g, ' ') + (start.length < text.length ? '…' : '')
  return visible(cut(line, max)).replaceAll(MARKUP, (mark) => `&#${mark.charCodeAt(0)};`)
}

/**
 * The marks that are escaped: all ASCII punctuation but `,;()"'?/{}`, a point between digits or at the end of a word, a
 * colon at the end of a word and a hyphen within one. These have no effect once the others are escaped, and are kept
 * for people who read the source.
 */
const MARKUP =
  /[!#$%&*+<=>@[\\\]^_`|~]|(?<!\d)\.(?=\S)|\.(?=[^\s\d])|(?<![A-Za-z])\.(?!\d)|:(?=\S)|(?<![A-Za-z\d])-|-(?![A-Za-z\d])/g
