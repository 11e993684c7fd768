/** Texts, which stay as they are, and the three names that Python writes for numbers that JSON does not have. */
const NAMES = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/**
 * The value of a JSON text, in which Python's `json` may have written `NaN`, `Infinity` or `-Infinity`: those are read as
 * `null`, a number that is not there. Throws `SyntaxError`.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error
    return JSON.parse(text.replaceAll(NAMES, (found) => (found.startsWith('"') ? found : 'null'))) as unknown
  }
}
