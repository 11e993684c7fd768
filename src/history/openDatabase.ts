import { UsageError } from '../core/types/index.ts'
import { type Database, insertion, inTransaction } from './database.ts'
import type { HistoryPlace } from './historyPlace.ts'
import { migrate } from './migrations.ts'
import type { History } from './openHistory.ts'
import { openPostgres } from './postgres.ts'
import { claimNames, lastAttempt, recordedClaims, recordedRuns } from './queries.ts'
import { retried } from './retried.ts'
import { rowsOf } from './rowsOf.ts'
import { openSqlite } from './sqlite.ts'
import { withoutSecrets } from './withoutSecrets.ts'

/** The history in a database. See `openHistory`. */
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

/** Rows of one statement: databases limit its values, SQLite to 32,766. */
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
