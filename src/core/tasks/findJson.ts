import { parseExact } from './exactJson.ts'
import { separateReasoning, tidy } from './reading/index.ts'

/** JSON values found in a text, in the order in which they stand. */
export interface FoundJson {
  readonly values: readonly unknown[]
  /** Whether the text holds something that begins like JSON and never ends well. */
  readonly broken: boolean
}

/** Only so many beginnings are tried: a hostile text of brackets must not cost quadratic time. */
const MOST_STARTS = 64

/**
 * The objects and arrays of a text, numbers exact (`parseExact`). In this order; the first that finds any decides:
 * 1. The whole text, where it is JSON; scalars count only so.
 * 2. Code fences that hold JSON and nothing else: what stands outside them is prose.
 * 3. Every outermost `{…}` or `[…]` that parses. Beside an object, a list of plain numbers or words is prose: "[1]" is a
 *    citation.
 * Reasoning is taken off first.
 */
export function findJson(text: string): FoundJson {
  const whole = parsed(text.trim()) ?? parsed(tidy(text))
  if (whole !== undefined) return { values: [whole.value], broken: false }
  const plain = separateReasoning(text).said
  const fenced = [...plain.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```/gm)].flatMap(({ 1: inside = '' }) => {
    const value = /^\s*[{[]/.test(inside) ? parsed(inside.trim()) : undefined
    return value === undefined ? [] : [value.value]
  })
  if (fenced.length > 0) return { values: fenced, broken: false }
  const { values, broken } = outermost(plain)
  const objects = values.filter((value) => !isPlainList(value))
  return { values: objects.length > 0 ? objects : values, broken }
}

function outermost(plain: string): FoundJson {
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

/** A list of scalars, as a citation or an interval in prose is. The empty list is none: it can be an answer. */
export function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== 'object' || item === null)
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseExact(text) }
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
