import { cut, visible } from '../../src/core/text/index.ts'

/** Text as HTML that means nothing but itself, in content and in quoted attributes. Controls stay: see `shownHtml`. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/**
 * Text of a model, a dataset or a user: escaped, controls and marks that reorder text spelled out, apart from its
 * surroundings for the bidirectional algorithm, cut at `max` characters.
 */
export function shownHtml(text: string, max = 300): string {
  return `<bdi>${plainHtml(text, max)}</bdi>`
}

/** As `shownHtml` for places that hold no element: attributes, and the text of an SVG. */
export function plainHtml(text: string, max = 300): string {
  return escapeHtml(visible(cut(text.slice(0, 8 * max), max)))
}
