import { tidy } from './reading/index.ts'

/** JSON values found in a text, in the order in which they stand. */
export interface FoundJson {
  readonly values: readonly unknown[]
  /** Whether the text holds something that begins like JSON and never ends well. */
  readonly broken: boolean
}

/** Only so many beginnings are tried: a hostile text of brackets must not cost quadratic time. */
const MOST_STARTS = 64

/**
 * The objects and arrays of a text: the whole text where it is JSON, else every outermost `{…}` or `[…]` that parses.
 * Fences and reasoning are taken off first. Scalars count only as the whole text.
 */
export function findJson(text: string): FoundJson {
  const whole = parsed(text.trim()) ?? parsed(tidy(text))
  if (whole !== undefined) return { values: [whole.value], broken: false }
  const plain = text.slice(Math.max(0, text.lastIndexOf('</think>')))
  const values: unknown[] = []
  let broken = false
  let tried = 0
  for (let at = 0; at < plain.length && tried < MOST_STARTS; at++) {
    const open = plain[at]
    if (open !== '{' && open !== '[') continue
    tried++
    const end = endOf(plain, at)
    const found = end === null ? undefined : parsed(plain.slice(at, end))
    if (found === undefined || end === null) {
      // Brackets in prose ("[1]", "{see above}") are no broken JSON; an object with a quoted key is.
      broken ||= /^[{[]\s*["{[]/.test(plain.slice(at, at + 40))
      continue
    }
    values.push(found.value)
    at = end - 1
  }
  return { values, broken }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** Where the bracket at `start` closes (exclusive), strings skipped; `null` if it never does. */
function endOf(text: string, start: number): number | null {
  let depth = 0
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const sign = text[at]
    if (quoted) {
      if (sign === '\\') at++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) return at + 1
  }
  return null
}
