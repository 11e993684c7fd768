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
