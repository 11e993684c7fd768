import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { observationTable, textPool, type ObservationPiece, type ObservationTable } from '../core/table/index.ts'
import { messageOf } from '../core/text/index.ts'
import type { EarlierAnswers, ObservationList, RunUsage, TookOf } from '../core/types/index.ts'
import type { CallCounts, HostPort } from '../observe/hostPort.ts'
import type { HostCore, HostOptions, HostState } from './hostCore.ts'
import { createHostCore } from './hostCore.ts'
import { runSettings } from './v8Settings.ts'
import { hostPortOf } from './localHost.ts'
import type { FromHost, FromWorker } from './_internal/lineChannel.ts'
import { lineChannel } from './_internal/lineChannel.ts'
import type { Party } from './_internal/permits.ts'

/** Longest path of a local socket that every system takes, in bytes. */
const LONGEST_PATH = 100

/** The main process's side of a run. */
export interface Host {
  /** The address that workers give to `connectHost`. */
  readonly address: string
  /** A port for the main process itself. */
  readonly port: HostPort
  /** A run begins: from here on the counters and totals are its own. While vitest watches, there are many. */
  readonly beginRun: () => Promise<void>
  /** The module of a release was saved: the next run reuses no answer of a release without an immutable revision. */
  readonly releaseSaved: () => void
  readonly counters: () => CallCounts
  /** Returns the totals of the calls; `null` where none brought an answer. */
  readonly usage: () => RunUsage | null
  /** Returns what the call took that brought an answer of this attempt. */
  readonly took: TookOf
  /** Returns the keys of the answers that shards asked for and this run reads. */
  readonly rangeKeys: () => readonly string[]
  /** Returns the unpinned answers of an earlier invocation that were used here; `null` where none was. */
  readonly earlierAnswers: () => EarlierAnswers | null
  readonly state: HostState
  /** Returns what a reader of the run should know about journal and store by now, without any answer in it. */
  readonly remarks: () => readonly string[]
  /** Sends what waits for a shared store. Returns what keeps it from arriving, in sentences for the terminal. */
  readonly settle: () => Promise<readonly string[]>
  /** The attempt is decided: no later run continues its journal. */
  readonly finish: () => Promise<void>
  /** Ends all connections, writes what is pending and merges the store. Idempotent. */
  readonly close: () => Promise<void>
}

/** Opens journal and store, and listens for workers on a local socket. It does not keep the process alive. */
export async function startHost(options: HostOptions): Promise<Host> {
  const core = await createHostCore(options)
  const { address, removeNow } = await socketAddress()
  const sockets = new Set<Socket>()
  const clients = new Set<Client>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveClient(core, socket, clients)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  server.unref()
  // An interrupted vitest ends without closing anything.
  const abandon = (): void => {
    removeNow()
    core.unlockNow()
  }
  process.once('exit', abandon)

  const port = hostPortOf(core)
  let closing: Promise<void> | null = null
  async function end(): Promise<void> {
    const stopped = new Promise((resolve) => {
      server.close(resolve)
    })
    for (const socket of sockets) socket.destroy()
    await stopped
    await Promise.all([core.close(), removeAbandoned(address)]).finally(removeNow)
    process.off('exit', abandon)
  }
  return {
    address,
    port: {
      ...port,
      put(key, answer, context) {
        tellOthers(clients, null)
        return port.put(key, answer, context)
      },
    },
    beginRun: core.beginRun,
    releaseSaved: core.releaseSaved,
    counters: core.counters,
    usage: core.usage,
    took: core.took,
    rangeKeys: core.rangeKeys,
    earlierAnswers: core.earlierAnswers,
    state: core.state,
    remarks: core.remarks,
    settle: core.settle,
    finish: core.finish,
    close: () => (closing ??= end()),
  }
}

/** The address on which a host listens. */
interface SocketAddress {
  readonly address: string
  /** Removes the folder that was made for it. */
  readonly removeNow: () => void
}

/**
 * Makes a new address that only this user can open: a socket in a folder of mode 0700, on Windows a pipe with a random
 * name.
 */
async function socketAddress(): Promise<SocketAddress> {
  if (process.platform === 'win32') {
    const name = randomBytes(16).toString('hex')
    return { address: `\\\\.\\pipe\\vitest-robustness-${name}`, removeNow: () => {} }
  }
  const base = Buffer.byteLength(join(tmpdir(), 'vr-XXXXXX', 'host')) <= LONGEST_PATH ? tmpdir() : '/tmp'
  const folder = await mkdtemp(join(base, 'vr-'))
  return { address: join(folder, 'host'), removeNow: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * Removes the sockets of hosts that were killed: those beside this one that nobody listens on. One that is just being made
 * has no socket yet and stays; what belongs to another user cannot be removed, and stays too.
 */
async function removeAbandoned(address: string): Promise<void> {
  if (process.platform === 'win32') return
  const base = dirname(dirname(address))
  const names = (await readdir(base).catch(() => [])).filter((name) => /^vr-\w{6}$/.test(name))
  const others = names.map((name) => join(base, name)).filter((folder) => folder !== dirname(address))
  for (const folder of others.slice(0, MOST_SWEPT))
    if (await isAbandoned(join(folder, 'host'))) await rm(folder, { recursive: true, force: true }).catch(() => {})
}

/** The most sockets that the end of one run looks at. */
const MOST_SWEPT = 20

function isAbandoned(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
}

/** One worker that is connected. */
interface Client {
  /** Nothing was known when it connected, and nobody else has put an answer since: it looks up only its own. */
  onlyOwn: boolean
  readonly tell: () => void
}

/** Tells all but `putting` that from now on a look-up may find an answer that they did not put. */
function tellOthers(clients: ReadonlySet<Client>, putting: Client | null): void {
  for (const client of clients) {
    if (client === putting || !client.onlyOwn) continue
    client.onlyOwn = false
    client.tell()
  }
}

/** Serves one worker until its socket closes; then its permits are free again. */
function serveClient(core: HostCore, socket: Socket, clients: Set<Client>): void {
  const channel = lineChannel<FromWorker, FromHost>(socket, receive, { pauseWhenBlocked: true })
  const party: Party = {
    granted: (endpoint) => channel.send({ t: 'granted', endpoint }),
    shared: (endpoint, shared) => channel.send({ t: 'shared', endpoint, shared }),
  }

  const settings = runSettings()
  const evidence = evidenceTaker(settings.came)
  let open = 0

  async function claim({ result, count, about }: Extract<FromWorker, { t: 'claim' }>): Promise<void> {
    await core.claim(result, evidence.whole(about.call, count), about)
  }

  const client: Client = { onlyOwn: core.empty(), tell: () => channel.send({ t: 'known' }) }
  clients.add(client)

  function look({ id, keys }: Extract<FromWorker, { t: 'get' }>): void {
    const failed = (error: unknown) => channel.send({ t: 'failed', id, message: messageOf(error) })
    try {
      const found = core.get(keys)
      if (!(found instanceof Promise)) return channel.send({ t: 'done', id, value: found })
      found.then((value) => channel.send({ t: 'done', id, value }), failed)
    } catch (error) {
      failed(error)
    }
  }

  /** An answer could not be kept: from now on each worker looks up what it wants, and hears before it asks that nothing can be. */
  function refuseFromNowOn(error: unknown): never {
    tellOthers(clients, null)
    throw error
  }

  function reply(id: number, work: Promise<void>): void {
    work.then(
      () => channel.sendSoon(() => ({ t: 'done', id })),
      (error: unknown) => channel.send({ t: 'failed', id, message: messageOf(error) }),
    )
  }

  function receive(message: FromWorker): void {
    switch (message.t) {
      case 'get':
        return look(message)
      case 'put':
        tellOthers(clients, client)
        return reply(message.id, core.putAll(message.answers).catch(refuseFromNowOn))
      case 'claim':
        return reply(message.id, claim(message))
      case 'evidence':
        return evidence.piece(message.call, message.from, message.piece)
      case 'ask':
        // Workers that are threads are of this process.
        settings.asks(message.endpoint)
        return core.permits.ask(party, message.endpoint, message.limits)
      case 'back':
        return core.permits.giveBack(party, message.endpoint, message.count)
      case 'felt':
        return core.permits.felt(message.endpoint, message.felt)
      case 'live':
        return core.live(message.event)
      case 'waiting':
        return core.waiting(message.wait)
      case 'may call': {
        const refusal = core.budget.begin()
        if (refusal === null) open += 1
        return channel.send({ t: 'call', id: message.id, refusal })
      }
      case 'called':
        open -= 1
        return core.budget.end(message.usage)
      case 'tally':
        return core.tally(message.counts)
    }
  }

  // A killed worker resets its connection, which is no error of the run.
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    clients.delete(client)
    core.permits.leave(party)
    for (; open > 0; open--) core.budget.end(null)
  })
  const { mode, offline, allowUnpinned } = core
  channel.send({ t: 'hello', protocol: 1, mode, offline, allowUnpinned, empty: client.onlyOwn })
}

/** The host's side of `evidenceSender`, for one worker. */
export interface EvidenceTaker {
  /** Takes a piece whose first observation is the claim's `from`-th; 0 starts over. */
  readonly piece: (call: string, from: number, piece: ObservationPiece) => void
  /** All `count` observations of a claim. Throws if they did not come. */
  readonly whole: (call: string, count: number) => ObservationList
}

/**
 * Makes the taker of one worker's evidence, which is kept in tables with one pool of texts. `came` hears how many observations
 * came.
 */
export function evidenceTaker(came: (more: number) => void = () => {}): EvidenceTaker {
  const texts = textPool()
  const taken = new Map<string, ObservationTable>()
  return {
    piece(call, from, piece) {
      // A gap can no longer be filled, and `whole` reports it.
      const known = from === 0 ? undefined : taken.get(call)
      const table = known ?? observationTable(texts)
      taken.set(call, table)
      came(piece.scores.length)
      table.addPiece(piece)
    },
    whole(call, count) {
      const known = taken.get(call) ?? []
      taken.delete(call)
      if (known.length !== count)
        throw new Error(
          `of ${count} observations of a claim ${known.length} arrived: run again, known answers are not asked twice`,
        )
      return known
    },
  }
}
