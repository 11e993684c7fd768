/** The history in a real Postgres: the same contract as in SQLite, many writers, and a secret that never shows. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyContract } from '../src/history/historyContract.testing.ts'
import { OWN, runOf, SHARED, WRITERS, writeAtOnce } from '../src/history/historyRuns.testing.ts'
import { openHistory } from '../src/history/index.ts'
import { config, fakeProject } from '../src/integration/fakeProject.testing.ts'
import { postgresBin, startPostgres, type TestPostgres } from './startPostgres.ts'

const bin = postgresBin()
if (bin === null) console.log('No Postgres server here (apt-get install postgresql): its tests are skipped.')

describe.skipIf(bin === null)('a history in Postgres', { timeout: 300_000 }, () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
  }, 120_000)
  afterAll(() => {
    server.stop()
    server.remove()
  })
  const place = (setting?: string) => ({ kind: 'postgres' as const, url: server.database(setting) })

  describe('keeps the contract', () => {
    historyContract(() => openHistory(place()))
  })

  test.each([['read committed'], ['serializable']])(
    `${WRITERS} processes that write ${OWN} runs each, and ${SHARED} that all have, lose none (%s)`,
    async (isolation) => {
      const { url } = place(`default_transaction_isolation = '${isolation}'`)
      const ended = await writeAtOnce(url)
      expect(ended.filter(({ code }) => code !== 0)).toEqual([])
      const total = WRITERS * OWN + SHARED
      expect(ended.reduce((sum, { output }) => sum + Number(output), 0)).toBe(total)
      const history = await openHistory({ kind: 'postgres', url })
      expect(await history.runs()).toHaveLength(total)
      expect(await history.claims()).toHaveLength(total)
      await history.close()
    },
  )

  test("a team's own tables and migrations in the same database are left alone", async () => {
    const { default: pg } = await import('pg')
    const { url } = place()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create table kysely_migration (name text); create table runs (id int)')
    const history = await openHistory({ kind: 'postgres', url })
    await history.record(runOf('v1', '2026-01-01'), { runId: 'a' })
    await history.close()
    const { rows } = await client.query<{ tablename: string }>(
      "select tablename from pg_tables where schemaname = 'public' order by 1",
    )
    await client.end()
    expect(rows.map(({ tablename }) => tablename)).toEqual([
      'kysely_migration',
      'robustness_claim',
      'robustness_migration',
      'robustness_run',
      'runs',
    ])
  })

  test('a wrong password and a wrong database are reported without the URL', async () => {
    const { url } = place()
    const wrong = url.replace(encodeURIComponent(server.password), 'another-s3cret')
    const refused = await openHistory({ kind: 'postgres', url: wrong }).catch((error: unknown) => error)
    expect(refused).toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/password authentication failed/),
    })
    expect(everything(refused)).not.toMatch(/s3cret|postgres:\/\//)
    const gone = await openHistory({ kind: 'postgres', url: `${url}_gone` }).catch((error: unknown) => error)
    expect(everything(gone)).toMatch(/does not exist/)
    expect(everything(gone)).not.toMatch(/s3cret|postgres:\/\//)
  })

  test('a run records itself, the command line reads it, and the secret is in no file and no output', async () => {
    const { url } = place()
    const project = fakeProject({
      'vitest.config.ts': config("history: { env: 'DATABASE_URL' },"),
      'qa.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('keeps its answer', () => expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 }))
`,
    })
    try {
      const first = await project.vitest([], { DATABASE_URL: url })
      expect(first).toMatchObject({ code: 0, output: expect.stringContaining('GATE: PASS') })
      const asked = await project.shell('cli history keeps --env DATABASE_URL', { DATABASE_URL: url })
      expect(asked).toMatchObject({ code: 0, output: expect.stringMatching(/candidate +\d{4}-\d\d-\d\d +pass/) })
      const again = await project.shell('cli history add --env DATABASE_URL', { DATABASE_URL: url })
      expect(again).toMatchObject({ code: 0, output: expect.stringContaining('was recorded already') })
      const nowhere = url.replace(/:\d+\//, ':1/')
      const second = await project.vitest([], { DATABASE_URL: nowhere, ROBUSTNESS_SEED: '7' })
      expect(second).toMatchObject({
        code: 0,
        output: expect.stringMatching(/this run is not in the history: .*ECONNREFUSED/),
      })
      const written = readdirSync(project.root, { recursive: true, encoding: 'utf8' })
        .map((file) => join(project.root, file))
        .filter((file) => statSync(file).isFile())
        .map((file) => readFileSync(file, 'latin1'))
      expect(written.length).toBeGreaterThan(8)
      const all = [first, asked, again, second].map(({ output }) => output).concat(written)
      expect(all.filter((text) => text.includes('s3cret') || text.includes(url))).toEqual([])
    } finally {
      project.remove()
    }
  })
})

function everything(error: unknown): string {
  const { message, stack, cause } = error as Error
  return `${message} ${stack} ${String(cause)} ${JSON.stringify(error)}`
}
