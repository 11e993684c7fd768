/**
 * A value as JSON for a `<script type="application/json">`: no `<` is left, so nothing in it ends the element or begins
 * a comment, and no line separator that old parsers trip over.
 */
export function embedJson(id: string, value: unknown): string {
  const text = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, escapeUnit)
  return `<script type="application/json" id="${id}">${text}</script>`
}

function escapeUnit(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`
}
