import { isRounded } from '../../core/tasks/exactJson.ts'

/** Texts, which stay as they are, and the three names that Python writes for numbers that JSON does not have. */
const NAMES = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/** What a number that JavaScript would round has: 16 digits before the point, or 18 that count. */
const LONG = /(?<![.\d])\d{16}|[1-9](?:\.?\d){17}/

/**
 * The value of a JSON text, in which Python's `json` may have written `NaN`, `Infinity` or `-Infinity`: those are read as
 * `null`, a number that is not there. A number with more digits than JavaScript keeps, an id or an answer beyond 2^53, is
 * read as the text of its digits: rounded, two different ones would be the same. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return parsed(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return parsed(text.replaceAll(NAMES, (found) => (found.startsWith('"') ? found : 'null')))
  }
}

function parsed(text: string): unknown {
  // A reviver makes parsing several times as slow, and few texts need it.
  return LONG.test(text) ? JSON.parse(text, revive as (key: string, value: unknown) => unknown) : JSON.parse(text)
}

/** The third argument is in every Node that the package runs on, and not yet in TypeScript's own types. */
function revive(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = typeof value === 'number' ? context?.source : undefined
  return source !== undefined && isRounded(value as number, source) ? source : value
}
