import { parseDigits } from '../../core/tasks/json.ts'

/** Texts, which stay as they are, and the three names that Python writes for numbers that JSON does not have. */
const NAMES = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/**
 * The value of a JSON text, in which Python's `json` may have written `NaN`, `Infinity` or `-Infinity`: those are read as
 * `null`, a number that is not there. A number with more digits than JavaScript keeps, an id or an answer beyond 2^53, is
 * read as the text of its digits: rounded, two different ones would be the same. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return parseDigits(text)
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return parseDigits(text.replaceAll(NAMES, (found) => (found.startsWith('"') ? found : 'null')))
  }
}
