import { cut, harmless } from '../core/text/index.ts'
import { redact } from './redact.ts'
import { UsageError } from '../core/types/index.ts'

/** The names of the errors that a release may throw. */
export type FaultKind = 'RetryableError' | 'EndpointError' | 'MissingAnswerError' | 'UsageError' | 'BudgetSpentError'

const KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'RetryableError',
  'EndpointError',
  'MissingAnswerError',
  'UsageError',
  'BudgetSpentError',
])

/**
 * Recognises an error by its name and not by its class, since a user's module may have loaded its own copy of this
 * package, whose errors must count too. `null` for any other thrown value.
 */
export function faultKind(error: unknown): FaultKind | null {
  if (!(error instanceof Error)) return null
  return KINDS.has(error.name) ? (error.name as FaultKind) : null
}

/**
 * Returns the message of a thrown value for the evidence: its first line with control characters made visible, at most
 * 300 characters, no secrets.
 */
export function faultMessage(error: unknown): string {
  const text = redact(error instanceof Error ? error.message || error.name : String(error))
  return cut(harmless(text.split('\n', 1)[0] ?? ''), 300)
}

/** Returns the wait that a `RetryableError` asks for, in milliseconds. */
export function retryAfterOf(error: unknown): number | undefined {
  const wait = (error as { retryAfterMs?: unknown } | null)?.retryAfterMs
  return typeof wait === 'number' && wait >= 0 ? wait : undefined
}

/** Says whether an error is a `RetryableError` for overload. */
export function isOverload(error: unknown): boolean {
  return faultKind(error) === 'RetryableError' && (error as { overloaded?: unknown }).overloaded === true
}

/**
 * Thrown where an answer is missing and must not be asked for here: the test that needs it is held back, which is
 * nobody's fault.
 */
export class HeldBackError extends UsageError {}
