import { type Run, UsageError } from '../../core/types/index.ts'
import type { Database } from './database.ts'
import { inTransaction, insertion } from './database.ts'
import type { HistoryPlace } from '../historyPlace.ts'
import { migrate } from './migrations.ts'
import { openPostgres } from './postgres.ts'
import { type ClaimName, claimNames, type HistoryFilter, lastAttempt, recordedClaims, recordedRuns } from './queries.ts'
import { type RecordedClaim, type RecordedRun, rowsOf } from '../tables.ts'
import { openSqlite } from './sqlite.ts'
import { setTimeout as pause } from 'node:timers/promises'

/** A history of runs. Every method throws a `UsageError` that names no secret where the database does not do its part. */
export interface History {
  /** Records a run; `false` where it was there already. Whole or not at all, whatever other writers do. */
  readonly record: (run: Run, about: { readonly runId: string; readonly line?: string }) => Promise<boolean>
  /** Runs, oldest first. */
  readonly runs: (filter?: HistoryFilter) => Promise<RecordedRun[]>
  /** Claims of gate runs, oldest first; those that were not applicable are left out. */
  readonly claims: (filter?: HistoryFilter & { readonly names?: readonly ClaimName[] }) => Promise<RecordedClaim[]>
  /** Titles and ids that were recorded, each pair once. */
  readonly names: () => Promise<ClaimName[]>
  /** The highest number of an attempt at a baseline that was recorded; 0 where none was counted. */
  readonly lastAttempt: (baselineId: string) => Promise<number>
  readonly close: () => Promise<void>
}

/** Opens the history in a database. See `openHistory`. */
export async function openDatabase(place: HistoryPlace): Promise<History> {
  const plain = <Value>(work: () => Promise<Value>) => inWords(place, () => retried(work))
  const database = await plain(async () => (place.kind === 'sqlite' ? openSqlite(place.file) : openPostgres(place.url)))
  try {
    await plain(() => migrate(database))
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
  const { use } = database
  return {
    record: (run, about) => plain(() => record(database, rowsOf(run, about))),
    runs: (filter = {}) => plain(() => use((connection) => recordedRuns(connection, filter))),
    claims: (filter = {}) => plain(() => use((connection) => recordedClaims(connection, filter))),
    names: () => plain(() => use(claimNames)),
    lastAttempt: (baselineId) => plain(() => use((connection) => lastAttempt(connection, baselineId))),
    close: () => database.close(),
  }
}

function record({ use, begin }: Database, { run, claims }: ReturnType<typeof rowsOf>): Promise<boolean> {
  return use((connection) =>
    inTransaction(connection, [begin], async () => {
      // The run comes first: it makes a second writer of this very run wait for the first.
      const { statement, values } = insertion('robustness_run', [run])
      const inserted = await connection.change(`${statement} on conflict (hash) do nothing`, values)
      if (inserted === 0) return false
      for (let start = 0; start < claims.length; start += AT_ONCE) {
        const rows = insertion('robustness_claim', claims.slice(start, start + AT_ONCE))
        await connection.change(rows.statement, rows.values)
      }
      return true
    }),
  )
}

/** The most rows in one statement: databases limit its values, SQLite to 32,766. */
const AT_ONCE = 200

async function inWords<Value>(place: HistoryPlace, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const where = place.kind === 'sqlite' ? place.file : 'in Postgres'
    // Some drivers leave the message empty and put the reason into the code.
    const { message, code } = error as { readonly message?: string; readonly code?: unknown }
    const reason = withoutSecrets(message || String(code ?? error), place).replace(/\.$/, '')
    const hint =
      place.kind === 'sqlite' && /not a database|malformed/.test(reason)
        ? ' Make it again from the run folders: npx vitest-robustness history rebuild'
        : ''
    // No `cause`: the driver's error may hold the URL.
    throw new UsageError(`The history ${where} cannot be used: ${reason}.${hint}`)
  }
}

/** Removes the place's URL and password from a message, in every spelling that a driver may print. */
export function withoutSecrets(message: string, place: HistoryPlace): string {
  if (place.kind === 'sqlite') return message
  const { password, searchParams } = new URL(place.url)
  const secrets = [place.url, password, decoded(password), searchParams.get('password') ?? '']
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

/** The milliseconds after which no further attempt is begun, since a gate must not hang because of its history. */
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
