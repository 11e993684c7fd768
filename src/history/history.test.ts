import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { historyContract } from './historyContract.testing.ts'
import { OWN, runOf, SHARED, WRITERS, writeAtOnce } from './historyRuns.testing.ts'
import { openHistory } from './openHistory.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const place = (name = 'history.sqlite') => ({ kind: 'sqlite' as const, file: join(folder, name) })

describe('a history in SQLite', { timeout: 30_000 }, () => {
  describe('keeps the contract', () => {
    historyContract(() => openHistory(place()))
  })

  test('stays in its file', async () => {
    const first = await openHistory(place('below/history.sqlite'))
    await first.record(runOf('v1', '2026-01-01'), { runId: 'a' })
    await first.close()
    const again = await openHistory(place('below/history.sqlite'), { create: false })
    expect((await again?.runs())?.map(({ runId }) => runId)).toEqual(['a'])
    await again?.close()
  })

  test('one of 0.1 is brought up to date and keeps its runs', async () => {
    const first = await openHistory(place())
    await first.record(runOf('v1', '2026-01-01'), { runId: 'a' })
    await first.close()
    const { DatabaseSync } = await import('node:sqlite')
    const plain = new DatabaseSync(place().file)
    plain.exec('alter table robustness_run drop column claims_planned')
    plain.exec("delete from robustness_migration where name = '0002_claims_planned'")
    plain.close()
    const again = await openHistory(place())
    await again.record(runOf('v2', '2026-01-02'), { runId: 'b' })
    expect((await again.runs()).map(({ runId, claimsPlanned }) => [runId, claimsPlanned])).toEqual([
      ['a', null],
      ['b', expect.any(Number)],
    ])
    await again.close()
  })

  test('one that an earlier version made through kysely is read and continued', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const first = await openHistory(place())
    await first.record(runOf('v1', '2026-01-01'), { runId: 'a' })
    await first.close()
    const ours = new DatabaseSync(place().file)
    const rows = ['robustness_run', 'robustness_claim'].map(
      (table) => [table, ours.prepare(`select * from ${table}`).all()] as const,
    )
    ours.close()
    const theirs = new DatabaseSync(place('earlier.sqlite').file)
    theirs.exec(MADE_BY_KYSELY)
    for (const [table, [row = {}]] of rows) {
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join()
      theirs.prepare(`insert into ${table} (${columns.join()}) values (${places})`).run(...Object.values(row))
    }
    theirs.close()
    const history = await openHistory(place('earlier.sqlite'))
    expect(await history.record(runOf('v1', '2026-01-01'), { runId: 'again' })).toBe(false)
    expect(await history.record(runOf('v2', '2026-01-02'), { runId: 'b' })).toBe(true)
    expect((await history.runs()).map(({ runId, claims }) => [runId, claims])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect((await history.claims()).map(({ runId }) => runId)).toEqual(['a', 'b'])
    await history.close()
  })

  test('is not made by who only looks', async () => {
    expect(await openHistory(place(), { create: false })).toBeNull()
  })

  test('what is no database is named, with the way out', async () => {
    writeFileSync(place().file, 'not a database at all, but long enough to be looked at. '.repeat(40))
    const opened = openHistory(place())
    await expect(opened).rejects.toThrow(/history\.sqlite cannot be used: file is not a database\. Make it again/)
    await expect(opened).rejects.toHaveProperty('name', 'UsageError')
  })

  test('one of a newer version is left alone', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    await (await openHistory(place())).close()
    const database = new DatabaseSync(place().file)
    database.exec("insert into robustness_migration values ('9999_later', '2099-01-01T00:00:00.000Z')")
    database.close()
    await expect(openHistory(place())).rejects.toThrow(/newer version of vitest-robustness: update the package/)
  })

  test(`${WRITERS} processes that write ${OWN} runs each, and ${SHARED} that all have, lose none`, async () => {
    const ended = await writeAtOnce(place().file)
    expect(ended.filter(({ code }) => code !== 0)).toEqual([])
    const total = WRITERS * OWN + SHARED
    expect(ended.reduce((sum, { output }) => sum + Number(output), 0)).toBe(total)
    const history = await openHistory(place())
    expect(await history.runs()).toHaveLength(total)
    expect(await history.claims()).toHaveLength(total)
    await history.close()
  }, 120_000)
})

/** The schema of a file that version 0.1 wrote, as SQLite printed it. */
const MADE_BY_KYSELY = `
create table "robustness_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
create table "robustness_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
insert into robustness_migration_lock values ('migration_lock', 0);
create table "robustness_run" ("hash" text primary key, "run_id" text not null, "line" text not null,
  "release_name" text not null, "model" text not null, "revision" text, "baseline_id" text, "seed" text not null,
  "mode" text not null, "verdict" text not null, "exit_code" integer not null, "attempt" integer,
  "started_at" text not null, "commit_id" text, "version" text, "claims_planned" integer);
create table "robustness_claim" ("run_hash" text not null references "robustness_run" ("hash") on delete cascade,
  "place" integer not null, "claim_id" text not null, "title" text not null, "release_name" text not null,
  "revision" text, "kind" text not null, "task" text not null, "task_hash" text not null, "statistic" text not null,
  "sense" text not null, "advisory" integer not null, "waived" integer not null, "limit_value" double precision not null,
  "verdict" text not null, "estimate" double precision, "least" double precision not null,
  "most" double precision not null, "units" integer not null, "cells" integer not null, "grid" double precision not null,
  constraint "robustness_claim_key" primary key ("run_hash", "place"));
create index "robustness_claim_title" on "robustness_claim" ("title", "claim_id");
create index "robustness_run_start" on "robustness_run" ("started_at");
insert into robustness_migration values ('0001_runs_and_claims', '2026-11-29T04:28:34.398Z'),
  ('0002_claims_planned', '2026-11-29T04:28:34.400Z');
`
