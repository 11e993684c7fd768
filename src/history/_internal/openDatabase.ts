import type { Run } from '../../core/types/index.ts'
import { type Database, inTransaction, insertion, inWords, migrate, openPostgres } from '../../database/index.ts'
import type { HistoryPlace } from '../historyPlace.ts'
import { MIGRATIONS } from './migrations.ts'
import { type ClaimName, claimNames, type HistoryFilter, lastAttempt, recordedClaims, recordedRuns } from './queries.ts'
import { type RecordedClaim, type RecordedRun, rowsOf } from '../tables.ts'
import { openSqlite } from './sqlite.ts'

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
  const where = {
    what: `The history ${place.kind === 'sqlite' ? place.file : 'in Postgres'}`,
    url: place.kind === 'sqlite' ? null : place.url,
    hint: (reason: string) =>
      place.kind === 'sqlite' && /not a database|malformed/.test(reason)
        ? ' Make it again from the run folders: npx vitest-robustness history rebuild'
        : '',
  }
  const plain = <Value>(work: () => Promise<Value>) => inWords(where, work)
  const database = await plain(async () =>
    place.kind === 'sqlite' ? openSqlite(place.file) : openPostgres(place.url, 'a history in Postgres'),
  )
  try {
    await plain(() => migrate(database, MIGRATIONS))
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
