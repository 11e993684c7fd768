/** The store of answers in a real Postgres: the same contract as in files, many writers, kills, and a connection that goes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../src/core/hash/index.ts'
import { openAnswerTable } from '../src/host/_internal/answerTable.ts'
import { type Entry, readEntry } from '../src/host/entry.ts'
import { answerOf, contextOf, freshFolder } from '../src/host/host.testing.ts'
import { localHost } from '../src/host/localHost.ts'
import { storeContract } from '../src/host/storeContract.testing.ts'
import { config, fakeProject } from '../src/integration/fakeProject.testing.ts'
import { postgresBin, startPostgres, type TestPostgres } from './startPostgres.ts'

const bin = postgresBin()
if (bin === null) console.log('No Postgres server here (apt-get install postgresql): its tests are skipped.')

async function entriesIn(url: string): Promise<Entry[]> {
  const table = await openAnswerTable(url)
  const entries: Entry[] = []
  for await (const lines of table.all()) for (const line of lines) entries.push(readEntry(line) as Entry)
  await table.close()
  return entries
}

describe.skipIf(bin === null)('a store in Postgres', { timeout: 300_000 }, () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
  }, 120_000)
  afterAll(() => {
    server.stop()
    server.remove()
  }, 120_000)

  describe.each([['read committed'], ['serializable']])('keeps the contract (%s)', (isolation) => {
    storeContract(async () => {
      const url = server.database(`default_transaction_isolation = '${isolation}'`)
      return { options: { shared: { url } }, entries: () => entriesIn(url) }
    })
  })

  const WRITERS = 6
  const COUNT = 2000
  test.each([['read committed'], ['serializable']])(
    `${WRITERS} processes that record ${COUNT} answers each, half of them all the same keys, lose none and double none (%s)`,
    async (isolation) => {
      const url = server.database(`default_transaction_isolation = '${isolation}'`)
      const folders = await Promise.all(Array.from({ length: WRITERS }, freshFolder))
      const ended = await Promise.all(folders.map((dir, writer) => write({ dir, url }, writer, COUNT)))
      expect(ended.map(({ code, said }) => ({ code, said }))).toEqual(ended.map(() => ({ code: 0, said: '' })))
      const entries = await entriesIn(url)
      const shared = COUNT / 2
      // Of every 50 shared keys one gets another answer in each process.
      const differing = COUNT / 100
      expect(new Set(entries.map(({ key }) => key)).size).toBe(shared + (WRITERS * COUNT) / 2)
      const texts = new Set(entries.map((entry) => `${entry.key} ${JSON.stringify(entry.answer)}`))
      expect(texts.size).toBe(entries.length)
      expect(entries).toHaveLength(shared + (WRITERS * COUNT) / 2 + differing * (WRITERS - 1))
      const asked = ended.flatMap(({ keys }) => keys)
      expect(asked).toHaveLength(WRITERS * COUNT)
      const known = new Set(entries.map(({ key }) => key))
      expect(asked.filter((key) => !known.has(key))).toEqual([])
      for (const [writer] of folders.entries()) {
        const own = entries.filter(({ answer }) => answer.kind === 'answer' && answer.text === `of ${writer}`)
        expect(own).toHaveLength(differing)
      }
      expect(await Promise.all(folders.map(unsentIn))).toEqual(folders.map(() => []))
      const reader = await localHost({ dir: await freshFolder(), runKey: 'b', mode: 'replay', shared: { url } })
      expect((await reader.get([...known])).filter((answer) => answer === null)).toEqual([])
      expect(reader.remarks()).toHaveLength(6)
      await reader.close()
    },
  )

  test('a writer that is killed loses nothing that it had: the next run of its folder sends it', async () => {
    const url = server.database()
    const dir = await freshFolder()
    const { child, keys } = start({ dir, url }, 'a', 0)
    for await (const line of createInterface({ input: child.stdout })) {
      keys.push(line)
      if (keys.length === 400) child.kill('SIGKILL')
    }
    if (child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    expect(await unsentIn(dir)).toHaveLength(1)
    const next = await localHost({ dir, runKey: 'b', mode: 'record', shared: { url } })
    expect((await next.get(keys)).filter((answer) => answer === null)).toEqual([])
    expect(await next.settle()).toEqual([])
    await next.close()
    expect(await unsentIn(dir)).toEqual([])
    const elsewhere = await localHost({ dir: await freshFolder(), runKey: 'b', mode: 'replay', shared: { url } })
    expect((await elsewhere.get(keys)).filter((answer) => answer === null)).toEqual([])
    await elsewhere.close()
  })

  test('a connection that is cut and comes back at once is not noticed', async () => {
    const url = server.database()
    const host = await localHost({ dir: await freshFolder(), runKey: 'a', mode: 'record', shared: { url } })
    for (let n = 0; n < 200; n++) {
      if (n % 40 === 20) server.cut()
      await host.get([sha256(`a ${n}`)])
      await host.put(sha256(`a ${n}`), answerOf(`answer ${n}`), contextOf())
    }
    expect(await host.settle()).toEqual([])
    expect(host.remarks()).toEqual([])
    await host.close()
    expect(await entriesIn(url)).toHaveLength(200)
  })

  test('a database that goes away for good keeps its answers on this machine, and says so; later they are sent', async () => {
    const url = server.database()
    const dir = await freshFolder()
    const proxy = await startProxy(url)
    const host = await localHost({ dir, runKey: 'a', mode: 'record', shared: { url: proxy.url } })
    await host.put(sha256('a 0'), answerOf('answer 0'), contextOf())
    expect(await host.settle()).toEqual([])
    proxy.stop()
    const keys = Array.from({ length: 500 }, (_, n) => sha256(`a ${n}`))
    expect((await host.get(keys)).filter((answer) => answer !== null)).toEqual([answerOf('answer 0')])
    for (const [n, key] of keys.entries()) if (n > 0) await host.put(key, answerOf(`answer ${n}`), contextOf())
    const said = await host.settle()
    expect(said).toEqual([
      expect.stringMatching(
        /^The shared store in Postgres cannot be used: .*\. 499 answers wait in .*unsent for the shared store: the next run there sends them/,
      ),
    ])
    const remarks = host.remarks()
    expect(remarks).toEqual([
      expect.stringMatching(/^the shared store could not be reached: 499 look-ups found nothing there/),
      expect.stringMatching(/^499 answers wait in /),
    ])
    expect([...said, ...remarks].join('\n')).not.toMatch(/s3cret|postgres:\/\//)
    expect(remarks.join('\n')).not.toMatch(/127\.0\.0\.1|ECONN/)
    await host.close()
    expect(await unsentIn(dir)).toHaveLength(1)
    expect(await entriesIn(url)).toHaveLength(1)

    const replaying = localHost({ dir: await freshFolder(), runKey: 'b', mode: 'replay', shared: { url: proxy.url } })
    await expect(replaying).rejects.toMatchObject({ name: 'UsageError' })

    const again = await localHost({ dir, runKey: 'b', mode: 'record', shared: { url } })
    expect(await again.get(keys)).toEqual(keys.map((_, n) => answerOf(`answer ${n}`)))
    await again.close()
    expect([await entriesIn(url), await unsentIn(dir)]).toEqual([expect.objectContaining({ length: 500 }), []])
  })

  test('a replay whose database goes away fails by that name, and not for a missing answer', async () => {
    const url = server.database()
    const proxy = await startProxy(url)
    const host = await localHost({ dir: await freshFolder(), runKey: 'a', mode: 'replay', shared: { url: proxy.url } })
    expect(await host.get([sha256('k')])).toEqual([null])
    proxy.stop()
    await expect(host.get([sha256('k')])).rejects.toThrow(
      /^The shared store in Postgres cannot be used: .* A replay asks/,
    )
    await host.close()
  })

  test('a line that somebody changed in the database is named, asked again, and replaced', async () => {
    const url = server.database()
    const options = { runKey: 'a', mode: 'record', shared: { url } } as const
    const first = await localHost({ dir: await freshFolder(), ...options })
    await first.put(sha256('k'), answerOf('yes'), contextOf())
    await first.close()
    server.psql(url, `update robustness_answer set line = replace(line, '"yes"', '"no"')`)
    const second = await localHost({ dir: await freshFolder(), ...options })
    expect(await second.get([sha256('k')])).toEqual([null])
    expect(second.remarks()).toEqual([
      `the shared store: the answer under key ${sha256('k').slice(0, 12)} is damaged (its checksum does not fit its content): its cell is asked again`,
    ])
    await second.put(sha256('k'), answerOf('yes'), contextOf())
    await second.close()
    expect((await entriesIn(url)).map(({ answer }) => answer)).toEqual([answerOf('yes')])
  })

  test("makes no table of the history, and leaves a newer version's alone", async () => {
    const url = server.database()
    await (await openAnswerTable(url)).close()
    const tables = server.psql(url, "select tablename from pg_tables where schemaname = 'public' order by 1")
    expect(tables.match(/robustness_\w+/g)).toEqual(['robustness_answer', 'robustness_answer_migration'])
    server.psql(url, "insert into robustness_answer_migration values ('9999_later', '2099')")
    await expect(openAnswerTable(url)).rejects.toThrow(/newer version of vitest-robustness: update the package/)
  })
})

describe.skipIf(bin === null)('a project whose answers are shared', { timeout: 300_000 }, () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
  }, 120_000)
  afterAll(() => {
    server.stop()
    server.remove()
  }, 120_000)

  const FILES = {
    'vitest.config.ts': config("history: { env: 'DATABASE_URL' }, store: { mode: 'record', shared: true },"),
    'qa.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('keeps its answer', () => expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 }))
`,
  }

  test('records there, replays on another machine, and sends later what did not arrive; the secret is in no file and no output', async () => {
    const DATABASE_URL = server.database()
    const [here, there, away] = [fakeProject(FILES), fakeProject(FILES), fakeProject(FILES)]
    try {
      const first = await here.vitest([], { DATABASE_URL })
      expect(first).toMatchObject({ code: 0, output: expect.stringContaining('GATE: PASS') })
      const recorded = await entriesIn(DATABASE_URL)
      expect(recorded.length).toBeGreaterThan(50)
      const replayed = await there.vitest([], { DATABASE_URL, ROBUSTNESS_STORE: 'replay' })
      expect(replayed).toMatchObject({ code: 0, output: expect.stringContaining('GATE: PASS') })
      expect(evidenceOf(there.root)).toBe(evidenceOf(here.root))

      const nowhere = { DATABASE_URL: DATABASE_URL.replace(/:\d+\//, ':1/'), ROBUSTNESS_SEED: '7' }
      const alone = await away.vitest([], nowhere)
      expect(alone).toMatchObject({
        code: 0,
        output: expect.stringMatching(
          /shared store in Postgres cannot be used: .*ECONNREFUSED[^]*answers wait in .*unsent/,
        ),
      })
      const miss = await away.vitest([], { ...nowhere, ROBUSTNESS_STORE: 'replay' })
      expect(miss).toMatchObject({
        code: 2,
        output: expect.stringContaining('shared store in Postgres cannot be used'),
      })
      expect(await entriesIn(DATABASE_URL)).toHaveLength(recorded.length)
      const sent = await away.shell('cli store send --env DATABASE_URL', { DATABASE_URL })
      expect(sent).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^\d+ answers sent from .robustness\/store\n$/),
      })
      const all = await entriesIn(DATABASE_URL)
      expect(all.length).toBeGreaterThan(recorded.length)
      const again = await away.shell('cli store send here --env DATABASE_URL', { DATABASE_URL })
      expect(again).toMatchObject({ code: 2, output: 'No file or folder here\n' })
      const fetched = await away.shell('cli store fetch --env DATABASE_URL --folder copy', { DATABASE_URL })
      expect(fetched).toMatchObject({ code: 0, output: `copy: ${all.length} answers in answers.jsonl\n` })
      const back = await away.shell('cli store send copy --env DATABASE_URL', { DATABASE_URL })
      expect(back).toMatchObject({ code: 0, output: `${all.length} answers sent\n` })
      expect(await entriesIn(DATABASE_URL)).toEqual(all)
      const unnamed = await away.shell('cli store fetch', {})
      expect(unnamed).toMatchObject({ code: 2, output: expect.stringContaining("A team's store is in Postgres") })

      const written = [here, there, away].flatMap(({ root }) =>
        readdirSync(root, { recursive: true, encoding: 'utf8' })
          .map((file) => join(root, file))
          .filter((file) => statSync(file).isFile())
          .map((file) => readFileSync(file, 'latin1')),
      )
      const outputs = [first, replayed, alone, miss, sent, again, fetched, back].map(({ output }) => output)
      expect(written.length).toBeGreaterThan(20)
      expect([...written, ...outputs].filter((text) => /s3cret|postgres:\/\//.test(text))).toEqual([])
      expect(runOf(away.root)).toMatch(/answers wait in \.robustness\/store\/unsent for the shared store/)
      expect(runOf(away.root)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/)
    } finally {
      for (const project of [here, there, away]) project.remove()
    }
  })
})

function runOf(root: string): string {
  const runs = join(root, '.robustness/runs')
  return readFileSync(join(runs, readFileSync(join(runs, 'latest'), 'utf8').trim(), 'run.json'), 'utf8')
}

function evidenceOf(root: string): string {
  return JSON.stringify((JSON.parse(runOf(root)) as { evidence: unknown }).evidence)
}

/** Starts a machine as a process. */
function start({ dir, url }: { readonly dir: string; readonly url: string }, writer: number | string, count: number) {
  const options = JSON.stringify({ dir, runKey: 'a', mode: 'record', shared: { url } })
  const script = fileURLToPath(new URL('../src/host/storeWriter.testing.ts', import.meta.url))
  const keys: string[] = []
  const child = spawn(process.execPath, [script, options, String(writer), String(count)], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { child, keys }
}

async function write(place: { readonly dir: string; readonly url: string }, writer: number, count: number) {
  const { child, keys } = start(place, writer, count)
  let [said, output] = ['', '']
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said, keys: [...keys, ...output.trim().split('\n')] }
}

/** The files of answers in a working folder that have not arrived. */
function unsentIn(dir: string): Promise<string[]> {
  return readdir(join(dir, 'store/unsent')).catch(() => [])
}

/** A way to a database that can be cut. */
async function startProxy(url: string) {
  const to = new URL(url)
  const sockets = new Set<Socket>()
  const proxy = createServer((socket) => {
    const onward = connect(Number(to.port), to.hostname)
    for (const one of [socket, onward]) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => [socket, onward].forEach((end) => end.destroy()))
    }
    socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>((ready) => {
    proxy.listen(0, '127.0.0.1', ready)
  })
  const own = new URL(url)
  own.port = String((proxy.address() as AddressInfo).port)
  return {
    url: own.href,
    stop() {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
