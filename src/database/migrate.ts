import { UsageError } from '../core/types/index.ts'
import { type Connection, type Database, inTransaction } from './connection.ts'

/** One step from a state of the tables to the next. `columns` names the columns of a table. */
type Step = (connection: Connection, columns: (table: string) => Promise<readonly string[]>) => Promise<void>

/** The steps by which tables that belong together came to be what they are. */
export interface Migrations {
  /** The table that notes the steps taken. Its name leaves a team's own migrations in the same database alone. */
  readonly table: string
  /** The steps by name, in order: a new one is added below, and none is ever changed. */
  readonly steps: Readonly<Record<string, Step>>
}

/** Makes the tables or brings them up to date. Throws `UsageError` where a newer version of this package made them. */
export async function migrate(database: Database, migrations: Migrations): Promise<void> {
  const { table: stepsTaken, steps } = migrations
  // One cheap question first, since nearly always nothing is to do.
  if ((await database.use((connection) => stepsLeft(connection, migrations))).length === 0) return
  await database.use((connection) =>
    inTransaction(connection, database.beginMigration, async () => {
      await connection.change(
        `create table if not exists ${stepsTaken} (name varchar(255) primary key, timestamp varchar(255) not null)`,
      )
      const columns = async (table: string) =>
        (await connection.rows<{ name: string }>(database.columns, [table])).map(({ name }) => name)
      // Asked again under the lock: another process may have taken them in the meantime.
      for (const name of await stepsLeft(connection, migrations)) {
        await steps[name]?.(connection, columns)
        await connection.change(`insert into ${stepsTaken} (name, timestamp) values (?, ?)`, [
          name,
          new Date().toISOString(),
        ])
      }
    }),
  )
}

async function stepsLeft(connection: Connection, { table, steps }: Migrations): Promise<readonly string[]> {
  const taken = new Set(await namesIn(table, connection))
  if ([...taken].some((name) => !Object.hasOwn(steps, name))) {
    throw new UsageError('it was written by a newer version of vitest-robustness: update the package')
  }
  return Object.keys(steps).filter((name) => !taken.has(name))
}

async function namesIn(table: string, { rows }: Connection): Promise<readonly string[]> {
  try {
    return (await rows<{ name: string }>(`select name from ${table}`)).map(({ name }) => name)
  } catch (error) {
    // Neither database gives the missing table one code: 42P01 in Postgres, a message in SQLite.
    const { code, message } = error as { readonly code?: unknown; readonly message?: string }
    if (code === '42P01' || /no such table/.test(message ?? '')) return []
    throw error
  }
}
