/**
 * Finds which characters of a JavaScript or TypeScript module are code, so that braces in texts and comments are not
 * counted.
 */

/** The code before a `/` that begins a regular expression and no division. */
const BEFORE_REGEX = /(^|[([{,;:=!&|?+\-*%~^<>]|\b(return|typeof|case|in|of|void|delete|do|else))\s*$/

/** The texts that have an end of their own, with what ends them; the first group is what stands inside. */
const SPANS: readonly (readonly [begin: string, whole: RegExp])[] = [
  ['//', /\/\/[^\n]*/y],
  ['/*', /\/\*[^]*?(?:\*\/|$)/y],
  ["'", /'(?:\\[^]|[^'\\\n])*'?/y],
  ['"', /"(?:\\[^]|[^"\\\n])*"?/y],
]

const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y

/**
 * Returns the module with everything that is no code (comments, texts, templates, regular expressions) as blanks: the same
 * length, and the same lines. Quotes and backquotes stay, so that it can be seen where a text stood.
 */
export function maskCode(text: string): string {
  let code = ''
  // The number of braces that are open in the `${}` of each template that is open.
  const templates: number[] = []
  let at = 0
  const skip = (end: number): void => {
    code += text.slice(at, end).replaceAll(/[^\n'"`]/g, ' ')
    at = end
  }
  while (at < text.length) {
    const span = SPANS.find(([begin]) => text.startsWith(begin, at))
    if (span !== undefined) {
      skip(endOf(span[1], text, at) ?? at + 1)
      continue
    }
    const char = text[at]!
    const regex = char === '/' && BEFORE_REGEX.test(code) ? endOf(REGEX, text, at) : null
    if (regex !== null) {
      skip(regex)
      continue
    }
    const depth = templates.at(-1)
    if (char === '`' || (char === '}' && depth === 0)) {
      if (char === '}') templates.pop()
      const { end, opens } = templateEnd(text, at + 1)
      if (opens) templates.push(0)
      skip(end)
      continue
    }
    if (depth !== undefined && (char === '{' || char === '}'))
      templates[templates.length - 1] = depth + (char === '{' ? 1 : -1)
    code += char
    at += 1
  }
  return code
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}

/** Finds where a template's text ends: behind its backquote, or behind the `${` that opens code. */
function templateEnd(text: string, from: number): { readonly end: number; readonly opens: boolean } {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '`') return { end: at + 1, opens: false }
    else if (text.startsWith('${', at)) return { end: at + 2, opens: true }
  }
  return { end: text.length, opens: false }
}
