import { PostgresDialect, type Dialect } from 'kysely'
import { optionalImport } from '../core/install/index.ts'

/** Milliseconds after which a database that does not answer is given up: a gate must not hang for its history. */
const CONNECT_MS = 5000
const QUERY_MS = 30_000

/** Kysely's Postgres dialect over `pg`, which is loaded now. Throws `UsageError` with the install command without it. */
export async function postgresDialect(connectionString: string): Promise<Dialect> {
  const { default: pg } = await optionalImport(() => import('pg'), 'pg', 'a history in Postgres')
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    application_name: 'vitest-robustness',
  })
  // A connection that breaks while idle is met again by the next query, which says so.
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}
