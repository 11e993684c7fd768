import type { PoolClient } from 'pg'
import { optionalImport } from '../core/install/index.ts'
import { camelCased, type Connection, type Database, type Value } from './connection.ts'

/** Milliseconds after which a database that does not answer is given up: a gate must not hang for its database. */
const CONNECT_MS = 5000
const QUERY_MS = 30_000

/** The settings of a database that not every user of it shares. */
export interface PostgresOptions {
  /** The most connections at once. Default: 1. */
  readonly connections?: number
  /** Milliseconds that one statement may take. Default: 30 seconds. */
  readonly queryMs?: number
}

/** The key of the advisory lock under which tables are made. Version 0.1 takes the same one. */
const MIGRATION_LOCK = '3853314791062309107'

/**
 * Opens a database of Postgres over `pg`, which is loaded only here. Throws `UsageError` with the install command
 * without it.
 * @param what what is kept there, e.g. `a history in Postgres`
 */
export async function openPostgres(
  connectionString: string,
  what: string,
  { connections = 1, queryMs = QUERY_MS }: PostgresOptions = {},
): Promise<Database> {
  const { default: pg } = await optionalImport(() => import('pg'), 'pg', what)
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    application_name: 'vitest-robustness',
  })
  // The query that is under way, or the next one, reports a connection that broke: as an event it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    async use(work) {
      const client = await pool.connect()
      let failed = true
      try {
        const result = await work(connectionOf(client))
        failed = false
        return result
      } finally {
        // One whose statement ran out of time may still be at it, and would keep the next work waiting.
        client.release(failed)
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
