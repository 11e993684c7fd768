import { cut, harmless } from '../core/text/index.ts'
import { redact } from './redact.ts'
import { UsageError } from '../core/types/index.ts'

/** Which of the errors that a release may throw this is. */
export type FaultKind = 'RetryableError' | 'EndpointError' | 'MissingAnswerError' | 'UsageError' | 'BudgetSpentError'

const KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'RetryableError',
  'EndpointError',
  'MissingAnswerError',
  'UsageError',
  'BudgetSpentError',
])

/**
 * Tells by name, not by class: a user's module may have loaded its own copy of this package, and its errors must count
 * all the same. `null` for any other thrown value.
 */
export function faultKind(error: unknown): FaultKind | null {
  if (!(error instanceof Error)) return null
  return KINDS.has(error.name) ? (error.name as FaultKind) : null
}

/** What a thrown value says, for the evidence: its first line, made visible, at most 300 characters, no secrets. */
export function faultMessage(error: unknown): string {
  const text = redact(error instanceof Error ? error.message || error.name : String(error))
  return cut(harmless(text.split('\n', 1)[0] ?? ''), 300)
}

/** The wait that a `RetryableError` asks for, in milliseconds. */
export function retryAfterOf(error: unknown): number | undefined {
  const wait = (error as { retryAfterMs?: unknown } | null)?.retryAfterMs
  return typeof wait === 'number' && wait >= 0 ? wait : undefined
}

/** Whether a `RetryableError` says that the endpoint has too much to do. */
export function isOverload(error: unknown): boolean {
  return faultKind(error) === 'RetryableError' && (error as { overloaded?: unknown }).overloaded === true
}

/** An answer is missing that nobody may ask for here: the test that needs it is held back, and nobody did anything wrong. */
export class HeldBackError extends UsageError {}
