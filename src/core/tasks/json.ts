import { separateReasoning, tidy } from './_internal/plainText.ts'
import { canonicalJson } from '../hash/index.ts'

/**
 * Says what is wrong with a value under a schema, in a few words; `null` where nothing is. `core` is handed it, since it
 * knows no validator.
 */
export type JsonProblem = (value: unknown) => string | null

/** JSON values found in a text, in the order in which they stand. */
export interface FoundJson {
  readonly values: readonly unknown[]
  /** `true` where the text holds something that begins like JSON and does not end as JSON. */
  readonly broken: boolean
}

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

/** Opening brackets that are tried: a hostile text of brackets must not cost quadratic time. */
const MOST_STARTS = 64

/** Returns a list of scalars, as a citation or an interval in prose is. The empty list is none: it can be an answer. */
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

/** Returns the offset after the bracket that closes the one at `start`, strings skipped; `null` if none does. */
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

/**
 * JSON whose numbers keep all their digits. A number that JavaScript would round (an order number beyond 2^53, a decimal
 * of twenty digits) is held as a text with a private mark until it is written again.
 */
const MARK = '\u{E001}'

/** Returns the value of a JSON text, large numbers held exactly. Throws a `SyntaxError` where it is none. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown)
}

/** Canonical JSON of a value from `parseExact`: its large numbers as they were written. */
export function exactText(value: unknown): string {
  return canonicalJson(value).replaceAll(new RegExp(`"${MARK}([-+.\\deE]+)"(?!:)`, 'gu'), '$1')
}

/** Returns the value as JavaScript has it, for a check by schema. */
export function rounded(value: unknown): unknown {
  return JSON.parse(exactText(value))
}

/** The third argument is in every Node that the package runs on, and not yet in TypeScript's own types. */
function revive(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === 'string') return value.replaceAll(MARK, '')
  const source = typeof value === 'number' ? context?.source : undefined
  return source !== undefined && isRounded(value as number, source) ? `${MARK}${source}` : value
}

function isRounded(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true
  if (/^-?\d+$/.test(source)) return !Number.isSafeInteger(value)
  // 17 digits distinguish any two numbers; a number with more that is not the same when written again was rounded.
  const digits = source.replace(/[eE].*$/, '').replaceAll(/^-?0*\.?0*|[.-]/g, '')
  return digits.length > 17
}

/** Matches a number that JavaScript would round: 16 digits before the point, or 18 that count. */
const LONG = /(?<![.\d])\d{16}|[1-9](?:\.?\d){17}/

/**
 * Returns the value of a JSON text; a number that JavaScript would round comes as the text of its digits. Throws a
 * `SyntaxError`.
 */
export function parseDigits(text: string): unknown {
  // A reviver makes parsing several times as slow, and few texts need it.
  return LONG.test(text) ? JSON.parse(text, asDigits as (key: string, value: unknown) => unknown) : JSON.parse(text)
}

function asDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = typeof value === 'number' ? context?.source : undefined
  return source !== undefined && isRounded(value as number, source) ? source : value
}
