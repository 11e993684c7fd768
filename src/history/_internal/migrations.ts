import type { Migrations } from '../../database/index.ts'

/**
 * The steps that make the tables, by name, in order; a new one is added below and none is ever changed. They speak of
 * columns that SQLite and Postgres both have. `if not exists` lets a step that version 0.1 left half taken be taken again.
 */
export const MIGRATIONS: Migrations = {
  table: 'robustness_migration',
  steps: {
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
  },
}
