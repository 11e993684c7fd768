import type { PoolClient } from 'pg'
import { optionalImport } from '../core/install/index.ts'
import { camelCased, type Connection, type Database, type Value } from './connection.ts'

/** Milliseconds after which a database that does not answer is given up: a gate must not hang for its database. */
const CONNECT_MS = 5000
const QUERY_MS = 30_000

/** The key of the advisory lock under which tables are made. Version 0.1 takes the same one. */
const MIGRATION_LOCK = '3853314791062309107'

/**
 * Opens a database of Postgres over `pg`, which is loaded only here. Throws `UsageError` with the install command
 * without it.
 * @param what what is kept there, e.g. `a history in Postgres`
 */
export async function openPostgres(connectionString: string, what: string): Promise<Database> {
  const { default: pg } = await optionalImport(() => import('pg'), 'pg', what)
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    application_name: 'vitest-robustness',
  })
  // The next query reports a connection that broke while idle.
  pool.on('error', () => {})
  return {
    async use(work) {
      const client = await pool.connect()
      try {
        return await work(connectionOf(client))
      } finally {
        client.release()
      }
    },
    begin: 'begin',
    // Read committed, whatever the database's default is: what another process made while this one waited for the lock must be seen.
    beginMigration: ['begin isolation level read committed', `select pg_advisory_xact_lock(${MIGRATION_LOCK})`],
    columns:
      'select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = ?',
    close: () => pool.end(),
  }
}

function connectionOf(client: PoolClient): Connection {
  const run = (statement: string, values: readonly Value[] = []) => {
    let place = 0
    return client.query<object>(
      statement.replaceAll('?', () => `$${(place += 1)}`),
      [...values],
    )
  }
  return {
    rows: async <Found>(statement: string, values?: readonly Value[]) =>
      (await run(statement, values)).rows.map((row) => camelCased<Found>(row)),
    change: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
  }
}
