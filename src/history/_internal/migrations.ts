import { UsageError } from '../../core/types/index.ts'
import { type Connection, type Database, inTransaction } from './database.ts'

/** Notes the steps taken. Its name leaves a team's own migrations in the same database alone. */
const STEPS_TAKEN = 'robustness_migration'

type Step = (connection: Connection, columns: (table: string) => Promise<readonly string[]>) => Promise<void>

/**
 * The steps that make the tables, by name, in order; a new one is added below and none is ever changed. They speak of
 * columns that SQLite and Postgres both have. `if not exists` lets a step that version 0.1 left half taken be taken again.
 */
const migrations: Readonly<Record<string, Step>> = {
  '0001_runs_and_claims': async ({ change }) => {
    await change(`create table if not exists robustness_run (
      hash text primary key, run_id text not null, line text not null, release_name text not null, model text not null,
      revision text, baseline_id text, seed text not null, mode text not null, verdict text not null,
      exit_code integer not null, attempt integer, started_at text not null, commit_id text, version text)`)
    await change(`create table if not exists robustness_claim (
      run_hash text not null references robustness_run (hash) on delete cascade, place integer not null,
      claim_id text not null, title text not null, release_name text not null, revision text, kind text not null,
      task text not null, task_hash text not null, statistic text not null, sense text not null,
      advisory integer not null, waived integer not null, limit_value double precision not null, verdict text not null,
      estimate double precision, least double precision not null, most double precision not null,
      units integer not null, cells integer not null, grid double precision not null,
      constraint robustness_claim_key primary key (run_hash, place))`)
    await change('create index if not exists robustness_claim_title on robustness_claim (title, claim_id)')
    await change('create index if not exists robustness_run_start on robustness_run (started_at)')
  },
  '0002_claims_planned': async ({ change }, columns) => {
    // SQLite has no `if not exists` for columns.
    if ((await columns('robustness_run')).includes('claims_planned')) return
    await change('alter table robustness_run add column claims_planned integer')
  },
}

/** Makes the tables or brings them up to date. Throws `UsageError` where a newer version of this package made them. */
export async function migrate(database: Database): Promise<void> {
  // One cheap question first, since nearly always nothing is to do.
  if ((await database.use((connection) => stepsLeft(connection))).length === 0) return
  await database.use((connection) =>
    inTransaction(connection, database.beginMigration, async () => {
      await connection.change(
        `create table if not exists ${STEPS_TAKEN} (name varchar(255) primary key, timestamp varchar(255) not null)`,
      )
      const columns = async (table: string) =>
        (await connection.rows<{ name: string }>(database.columns, [table])).map(({ name }) => name)
      // Asked again under the lock: another process may have taken them in the meantime.
      for (const name of await stepsLeft(connection)) {
        await migrations[name]?.(connection, columns)
        await connection.change(`insert into ${STEPS_TAKEN} (name, timestamp) values (?, ?)`, [
          name,
          new Date().toISOString(),
        ])
      }
    }),
  )
}

async function stepsLeft(connection: Connection): Promise<readonly string[]> {
  const taken = new Set(await stepsTaken(connection))
  if ([...taken].some((name) => !Object.hasOwn(migrations, name))) {
    throw new UsageError('it was written by a newer version of vitest-robustness: update the package')
  }
  return Object.keys(migrations).filter((name) => !taken.has(name))
}

async function stepsTaken({ rows }: Connection): Promise<readonly string[]> {
  try {
    return (await rows<{ name: string }>(`select name from ${STEPS_TAKEN}`)).map(({ name }) => name)
  } catch (error) {
    // Neither database gives the missing table one code: 42P01 in Postgres, a message in SQLite.
    const { code, message } = error as { readonly code?: unknown; readonly message?: string }
    if (code === '42P01' || /no such table/.test(message ?? '')) return []
    throw error
  }
}
