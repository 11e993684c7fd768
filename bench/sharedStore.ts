/**
 * Measures what recorded answers in Postgres cost: `node bench/sharedStore.ts [--answers 1000] [--rounds 2] [--json]`. A real
 * server of this machine (Debian's `postgresql`, or POSTGRES_BIN) is reached directly, and through a way that takes 2 and
 * 20 ms for a round trip. 64 callers want one answer after the other, as the cells of a run do: from the folder, from the host,
 * which asks for many at once, and with a question for each call. Columns take turns; figures are medians of the rounds.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { postgresBin, startPostgres } from '../.ci/startPostgres.ts'
import { sha256 } from '../src/core/hash/index.ts'
import { quantileOf } from '../src/core/statistics/index.ts'
import { openAnswerTable } from '../src/host/_internal/answerTable.ts'
import { type HostOptions, localHost } from '../src/host/index.ts'

const CALLERS = 64
const ROUND_TRIPS = [0, 2, 20]

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
})

interface Row {
  readonly roundTripMs: number
  readonly recordMs: number
  readonly folderMs: number
  readonly hostMs: number
  readonly questionEachMs: number
  readonly statements: number
}

const bin = postgresBin()
if (bin === null) console.log('Skipped: no Postgres server here (apt-get install postgresql).')
else await measure(bin, Number(values.answers), Number(values.rounds))

async function measure(server: string, count: number, rounds: number): Promise<void> {
  const postgres = await startPostgres(server)
  const rows: Row[] = []
  try {
    const keys = Array.from({ length: count }, (_, index) => sha256(`key ${index}`))
    for (const roundTripMs of ROUND_TRIPS) {
      const runs: Row[] = []
      for (let round = 0; round < rounds; round++) {
        const way = await slowed(postgres.database(), roundTripMs / 2)
        runs.push({ roundTripMs, ...(await oneRound(way.url, keys, way.sent)) })
        way.stop()
      }
      const median = (name: keyof Row) =>
        quantileOf(
          runs.map((run) => run[name]).toSorted((a, b) => a - b),
          0.5,
        )
      rows.push({
        roundTripMs,
        recordMs: median('recordMs'),
        folderMs: median('folderMs'),
        hostMs: median('hostMs'),
        questionEachMs: median('questionEachMs'),
        statements: median('statements'),
      })
    }
  } finally {
    postgres.stop()
    postgres.remove()
  }
  if (values.json) return console.log(JSON.stringify({ count, callers: CALLERS, rows }, null, 2))
  console.log(`${count} answers, ${CALLERS} callers, milliseconds (medians of ${rounds} rounds)\n`)
  console.log('| round trip | record and send | replay, folder | replay, shared store | messages | a question each |')
  console.log('| --: | --: | --: | --: | --: | --: |')
  for (const row of rows) {
    const { recordMs, folderMs, hostMs, statements, questionEachMs } = row
    const cells = [recordMs, folderMs, hostMs, statements, questionEachMs].map((value) => value.toFixed(0))
    console.log(`| ${row.roundTripMs} ms | ${cells.join(' | ')} |`)
  }
}

/** Records all answers, in the database and in a folder, and reads them back in three ways. */
async function oneRound(url: string, keys: readonly string[], sent: () => number): Promise<Omit<Row, 'roundTripMs'>> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-shared-'))
  const storeFolder = join(folder, 'store')
  const machine = (name: string, mode: HostOptions['mode'], shared?: string) =>
    localHost({
      dir: join(folder, name),
      runKey: 'a',
      mode,
      ...(shared === undefined ? { storeFolder } : { shared: { url: shared } }),
    })
  const who = { model: 'bench', revision: '1' }
  async function record(host: Awaited<ReturnType<typeof machine>>): Promise<number> {
    return timed(async () => {
      await lanes(keys, async (key) => {
        const answer = {
          kind: 'answer',
          text: `answer ${key}`,
          finish: 'stop',
          tokens: { input: 100, output: 5 },
          who,
        } as const
        await host.put(key, answer, { release: 'v1', latencyMs: 1, attempts: 1, pinned: true })
      })
      await host.settle()
      await host.close()
    })
  }
  async function replay(host: Awaited<ReturnType<typeof machine>>): Promise<number> {
    const took = await timed(() =>
      lanes(keys, async (key) => {
        const [answer] = await host.get([key])
        if (!answer) throw new Error('an answer that was recorded is missing')
      }),
    )
    await host.close()
    return took
  }
  const recordMs = await record(await machine('here', 'record', url))
  await record(await machine('files', 'record'))
  const folderMs = await replay(await machine('again', 'replay'))
  const before = sent()
  const hostMs = await replay(await machine('there', 'replay', url))
  const statements = sent() - before
  const table = await openAnswerTable(url)
  const questionEachMs = await timed(() => lanes(keys, async (key) => void (await table.find([key]))))
  await table.close()
  await rm(folder, { recursive: true, force: true })
  return { recordMs, folderMs, hostMs, questionEachMs, statements }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Does `work` for each key: so many at once, each beginning the next when its own is done. */
async function lanes(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let key = keys[next++]; key !== undefined; key = keys[next++]) await work(key)
  }
  await Promise.all(Array.from({ length: CALLERS }, lane))
}

/** A way to a database on which everything takes so many milliseconds in each direction. `sent` counts what was sent at once. */
async function slowed(url: string, ms: number) {
  const to = new URL(url)
  let messages = 0
  const proxy = createServer((socket) => {
    const onward = connect(Number(to.port), to.hostname)
    for (const one of [socket, onward]) one.setNoDelay(true).on('error', () => {})
    socket.on('data', (chunk) => {
      messages += 1
      if (ms === 0) onward.write(chunk)
      else setTimeout(() => onward.write(chunk), ms)
    })
    onward.on('data', (chunk) => {
      if (ms === 0) socket.write(chunk)
      else setTimeout(() => socket.write(chunk), ms)
    })
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
  })
  await new Promise<void>((ready) => {
    proxy.listen(0, '127.0.0.1', ready)
  })
  const own = new URL(url)
  own.port = String((proxy.address() as AddressInfo).port)
  return { url: own.href, sent: () => messages, stop: () => proxy.close() }
}
