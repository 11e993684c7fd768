import { canonicalJson } from '../hash/index.ts'

/**
 * JSON whose numbers keep all their digits. A number that JavaScript would round (an order number beyond 2^53, a decimal
 * of twenty digits) is held as a text with a private mark until it is written again.
 */
const MARK = '\u{E001}'

/** The value of a JSON text, large numbers held exactly. Throws a `SyntaxError` where it is none. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown)
}

/** Canonical JSON of a value from `parseExact`: its large numbers as they were written. */
export function exactText(value: unknown): string {
  return canonicalJson(value).replaceAll(new RegExp(`"${MARK}([-+.\\deE]+)"(?!:)`, 'gu'), '$1')
}

/** The value as JavaScript has it, for a check by schema. */
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
  // 17 digits tell any two numbers apart; what has more and is not the same when written again was rounded.
  const digits = source.replace(/[eE].*$/, '').replaceAll(/^-?0*\.?0*|[.-]/g, '')
  return digits.length > 17
}

/** What a number that JavaScript would round has: 16 digits before the point, or 18 that count. */
const LONG = /(?<![.\d])\d{16}|[1-9](?:\.?\d){17}/

/** The value of a JSON text; a number that JavaScript would round comes as the text of its digits. Throws a `SyntaxError`. */
export function parseDigits(text: string): unknown {
  // A reviver makes parsing several times as slow, and few texts need it.
  return LONG.test(text) ? JSON.parse(text, asDigits as (key: string, value: unknown) => unknown) : JSON.parse(text)
}

function asDigits(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = typeof value === 'number' ? context?.source : undefined
  return source !== undefined && isRounded(value as number, source) ? source : value
}
