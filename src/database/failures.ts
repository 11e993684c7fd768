import { setTimeout as pause } from 'node:timers/promises'
import { UsageError } from '../core/types/index.ts'

/** The words for a database in messages about its failures. */
export interface DatabaseWords {
  /** Its name at the beginning of a sentence, e.g. `The history in Postgres`. */
  readonly what: string
  /** The URL that must show nowhere; `null` for a file. */
  readonly url: string | null
  /** Returns the advice that follows from the reason that the database gave. */
  readonly hint?: (reason: string) => string
}

/**
 * Does work in a database, again where another writer made it fail. Throws `UsageError` that names no secret where the
 * database does not do its part.
 */
export async function inWords<Value>({ what, url, hint }: DatabaseWords, work: () => Promise<Value>): Promise<Value> {
  try {
    return await retried(work)
  } catch (error) {
    // Some drivers leave the message empty and put the reason into the code.
    const { message, code } = error as { readonly message?: string; readonly code?: unknown }
    const reason = withoutSecrets(message || String(code ?? error), url).replace(/\.$/, '')
    // No `cause`: the driver's error may hold the URL.
    throw new UsageError(`${what} cannot be used: ${reason}.${hint?.(reason) ?? ''}`)
  }
}

/** Removes a URL and its password from a message, in every spelling that a driver may print. */
export function withoutSecrets(message: string, url: string | null): string {
  if (url === null) return message
  const { password, searchParams } = new URL(url)
  const secrets = [url, password, decoded(password), searchParams.get('password') ?? '']
  // The longest first, so that no rest of one stays behind.
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '***'), message)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** The milliseconds after which no further attempt is begun, since a gate must not hang because of its database. */
const PATIENCE_MS = 15_000
const LONGEST_MS = 1500

/**
 * Repeats what another writer made fail: a transaction that Postgres rolled back to keep order (40001, 40P01, 55P03), a
 * server with no connection free (53300, 57P03), a busy SQLite file (5, 6). Any other error is thrown at once.
 */
export async function retried<Value>(work: () => Promise<Value>): Promise<Value> {
  const until = performance.now() + PATIENCE_MS
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > until || !isPassing(error)) throw error
      // The pause differs between processes, so that writers which collided do not collide again.
      await pause(Math.min(LONGEST_MS, 20 * 2 ** attempt) * (0.5 + (process.pid % 100) / 100))
    }
  }
}

function isPassing(error: unknown): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  // The low byte is SQLite's primary code: 5 busy, 6 locked.
  if (typeof errcode === 'number') return [5, 6].includes(errcode & 0xff)
  return typeof code === 'string' && ['40001', '40P01', '55P03', '53300', '57P03'].includes(code)
}
