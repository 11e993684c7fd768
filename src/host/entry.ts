import type { StoredAnswer } from '../core/words/index.ts'

/** One line of a journal or a store. */
export interface Entry {
  readonly key: string
  readonly answer: StoredAnswer
  /** Whether the release had an immutable revision. */
  readonly pinned: boolean
  /** This line replaces an earlier one of the same key on purpose. */
  readonly refreshed?: true
  /** Release name, for messages only. */
  readonly release: string
  /** Journal only; never part of evidence. */
  readonly context?: { readonly latencyMs: number; readonly attempts: number }
}

/** Reads a line; `null` where it is not a whole entry (a torn write, a foreign line). */
export function parseEntry(line: string): Entry | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { key, answer, pinned, release } = value as Partial<Record<keyof Entry, unknown>>
  if (typeof key !== 'string' || typeof pinned !== 'boolean' || typeof release !== 'string') return null
  if (typeof answer !== 'object' || answer === null) return null
  const stored = answer as Partial<Record<string, unknown>>
  const whole = stored['kind'] === 'answer' ? typeof stored['text'] === 'string' : stored['kind'] === 'rejection'
  return whole ? (value as Entry) : null
}

/** What a stored answer says, without tokens and identity: two entries of one key conflict if this differs. */
export function saying(answer: StoredAnswer): string {
  return answer.kind === 'answer' ? `answer ${JSON.stringify(answer.text)}` : `rejection ${answer.outcome}`
}
