import { canonicalJson, sha256 } from '../../../core/hash/index.ts'
import type { LoggedAnswer } from '../../../core/compare/index.ts'

/**
 * What one record says; the reader adds its line and, where none is given, counts the trials of one cell up in the order
 * of the file. A text that says why, where it cannot be used.
 */
export type Logged = (Omit<LoggedAnswer, 'line' | 'trial'> & { readonly trial?: number }) | string

/** sha256 of a JSON value. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value))
}

/** A value as text: a text as it is, anything else as its JSON; `null` for nothing. */
export function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? null)
}

/** A score as tools write it: a number, a yes or no, or one of them as text; `null` for anything else. */
export function asScore(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const word = value.trim().toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true' ? 1 : 0
  return Number.isFinite(Number(word)) ? Number(word) : null
}

/** The scores among fields, by name. */
export function scoresIn(fields: Iterable<readonly [string, unknown]>): Record<string, number> {
  return Object.fromEntries(
    [...fields].flatMap(([name, value]) => {
      const score = asScore(value)
      return score === null ? [] : [[name, score] as const]
    }),
  )
}
