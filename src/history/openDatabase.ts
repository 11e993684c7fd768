import { CamelCasePlugin, Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { UsageError } from '../core/words/index.ts'
import type { HistoryPlace } from './historyPlace.ts'
import { MIGRATION_TABLES, migrations } from './migrations.ts'
import type { History } from './openHistory.ts'
import { openSqlite } from './openSqlite.ts'
import { postgresDialect } from './postgresDialect.ts'
import { claimNames, lastAttempt, recordedClaims, recordedRuns } from './queries.ts'
import { retried } from './retried.ts'
import { rowsOf } from './rowsOf.ts'
import { sqliteDialect } from './sqliteDialect.ts'
import type { HistoryTables } from './tables.ts'
import { withoutSecrets } from './withoutSecrets.ts'

/** The history in a database. See `openHistory`. */
export async function openDatabase(place: HistoryPlace): Promise<History> {
  const plain = <Value>(work: () => Promise<Value>) => told(place, () => retried(work))
  const dialect = await plain(async () =>
    place.kind === 'sqlite' ? sqliteDialect(() => openSqlite(place.file)) : postgresDialect(place.url),
  )
  const db = new Kysely<HistoryTables>({ dialect, plugins: [new CamelCasePlugin()] })
  try {
    await plain(() => migrate(db))
  } catch (error) {
    await db.destroy().catch(() => {})
    throw error
  }
  return {
    record: (run, about) => plain(() => record(db, rowsOf(run, about))),
    runs: (filter = {}) => plain(() => recordedRuns(db, filter)),
    claims: (filter = {}) => plain(() => recordedClaims(db, filter)),
    names: () => plain(() => claimNames(db)),
    lastAttempt: (baselineId) => plain(() => lastAttempt(db, baselineId)),
    close: () => db.destroy(),
  }
}

async function record(db: Kysely<HistoryTables>, { run, claims }: ReturnType<typeof rowsOf>): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    // A write comes first: it takes SQLite's lock at once, and makes a second writer of this very run wait for the first.
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('robustnessRun')
      .values(run)
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) return false
    for (let start = 0; start < claims.length; start += AT_ONCE) {
      await transaction
        .insertInto('robustnessClaim')
        .values(claims.slice(start, start + AT_ONCE))
        .execute()
    }
    return true
  })
}

/** Rows of one statement: databases limit its values, SQLite to 32,766. */
const AT_ONCE = 200

async function migrate(db: Kysely<HistoryTables>): Promise<void> {
  if (await isCurrent(db)) return
  const plain = db.withoutPlugins()
  const migrator = new Migrator({
    db: plain,
    provider: { getMigrations: async () => ({ ...migrations }) },
    ...MIGRATION_TABLES,
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw new UsageError('it was written by a newer version of vitest-robustness: update the package')
  }
  throw error
}

/** One cheap question instead of the dozen that a migrator asks, since nearly always nothing is to do. */
async function isCurrent(db: Kysely<HistoryTables>): Promise<boolean> {
  try {
    const table = sql.table(MIGRATION_TABLES.migrationTableName)
    const { rows } = await sql<{ name: string }>`select name from ${table} order by name`.execute(db)
    return rows.map(({ name }) => name).join() === Object.keys(migrations).join()
  } catch (error) {
    // Neither database gives the missing table one code: 42P01 in Postgres, a message in SQLite.
    const { code, message } = error as { readonly code?: unknown; readonly message?: string }
    if (code === '42P01' || /no such table/.test(message ?? '')) return false
    throw error
  }
}

async function told<Value>(place: HistoryPlace, work: () => Promise<Value>): Promise<Value> {
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
