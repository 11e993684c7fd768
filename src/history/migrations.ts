import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The steps that make the tables, by name, in order; a new one is added below and none is ever changed. They speak of
 * columns that SQLite and Postgres both have. `if not exists` lets a step that was cut off be taken again.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_runs_and_claims': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('robustness_run')
        .ifNotExists()
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('run_id', 'text', (column) => column.notNull())
        .addColumn('line', 'text', (column) => column.notNull())
        .addColumn('release_name', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('revision', 'text')
        .addColumn('baseline_id', 'text')
        .addColumn('seed', 'text', (column) => column.notNull())
        .addColumn('mode', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addColumn('exit_code', 'integer', (column) => column.notNull())
        .addColumn('attempt', 'integer')
        .addColumn('started_at', 'text', (column) => column.notNull())
        .addColumn('commit_id', 'text')
        .addColumn('version', 'text')
        .execute()
      await db.schema
        .createTable('robustness_claim')
        .ifNotExists()
        .addColumn('run_hash', 'text', (column) =>
          column.notNull().references('robustness_run.hash').onDelete('cascade'),
        )
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('claim_id', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('release_name', 'text', (column) => column.notNull())
        .addColumn('revision', 'text')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('task', 'text', (column) => column.notNull())
        .addColumn('task_hash', 'text', (column) => column.notNull())
        .addColumn('statistic', 'text', (column) => column.notNull())
        .addColumn('sense', 'text', (column) => column.notNull())
        .addColumn('advisory', 'integer', (column) => column.notNull())
        .addColumn('waived', 'integer', (column) => column.notNull())
        .addColumn('limit_value', 'double precision', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addColumn('estimate', 'double precision')
        .addColumn('least', 'double precision', (column) => column.notNull())
        .addColumn('most', 'double precision', (column) => column.notNull())
        .addColumn('units', 'integer', (column) => column.notNull())
        .addColumn('cells', 'integer', (column) => column.notNull())
        .addColumn('grid', 'double precision', (column) => column.notNull())
        .addPrimaryKeyConstraint('robustness_claim_key', ['run_hash', 'place'])
        .execute()
      await db.schema
        .createIndex('robustness_claim_title')
        .ifNotExists()
        .on('robustness_claim')
        .columns(['title', 'claim_id'])
        .execute()
      await db.schema
        .createIndex('robustness_run_start')
        .ifNotExists()
        .on('robustness_run')
        .column('started_at')
        .execute()
    },
  },
  '0002_claims_planned': {
    // Not `if not exists`, which SQLite lacks for columns: a step that was cut off is taken again only where it is missing.
    async up(db: Kysely<unknown>) {
      const tables = await db.introspection.getTables()
      const run = tables.find(({ name }) => name === 'robustness_run')
      if (run?.columns.some(({ name }) => name === 'claims_planned')) return
      await db.schema.alterTable('robustness_run').addColumn('claims_planned', 'integer').execute()
    },
  },
}

/** Tables in which Kysely notes the steps taken: named so that a team's own migrations in the same database are left alone. */
export const MIGRATION_TABLES = {
  migrationTableName: 'robustness_migration',
  migrationLockTableName: 'robustness_migration_lock',
}
