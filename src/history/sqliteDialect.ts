import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import {
  sql,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type Kysely,
} from 'kysely'

/**
 * Kysely's own SQLite dialect over `node:sqlite`, whose statements are those of better-sqlite3 but for two names. Unlike
 * Kysely's, it takes the write lock for a migration: several processes may open a new file at once.
 */
export function sqliteDialect(open: () => DatabaseSync): Dialect {
  return {
    createDriver: () => new SqliteDriver({ database: async () => asBetterSqlite(open()) }),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createAdapter: () =>
      Object.assign(new SqliteAdapter(), {
        acquireMigrationLock: async (db: Kysely<unknown>) => void (await sql`begin immediate`.execute(db)),
        releaseMigrationLock: async (db: Kysely<unknown>) => void (await sql`commit`.execute(db)),
      }),
  }
}

function asBetterSqlite(database: DatabaseSync) {
  return {
    close: () => database.close(),
    prepare(text: string) {
      const statement = database.prepare(text)
      return {
        reader: statement.columns().length > 0,
        all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
        run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
        iterate: (values: readonly unknown[]) => statement.iterate(...(values as SQLInputValue[])),
      }
    },
  }
}
