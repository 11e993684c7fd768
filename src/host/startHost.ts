import { createServer, type Socket } from 'node:net'
import type { RunUsage, TookOf } from '../core/words/index.ts'
import type { CallCounts, HostPort } from '../observe/hostPort.ts'
import { createHostCore, type HostState } from './hostCore.ts'
import type { HostOptions } from './hostOptions.ts'
import { hostPortOf } from './hostPortOf.ts'
import { serveClient } from './serveClient.ts'
import { socketAddress } from './socketAddress.ts'

/** The main process's side of a run. */
export interface Host {
  /** What workers give to `connectHost`. */
  readonly address: string
  /** A port for the main process itself. */
  readonly port: HostPort
  readonly counters: () => CallCounts
  /** What the calls took; `null` where none brought an answer. */
  readonly usage: () => RunUsage | null
  /** What the call took that brought an answer of this attempt. */
  readonly took: TookOf
  readonly state: HostState
  /** What a reader of the run should know of journal and store by now; no answer stands in it. */
  readonly remarks: () => readonly string[]
  /** The attempt is decided: no later run continues its journal. */
  readonly finish: () => Promise<void>
  /** Ends all connections, writes what is pending and merges the store. Idempotent. */
  readonly close: () => Promise<void>
}

/** Opens journal and store, and listens for workers on a local socket. It does not keep the process alive. */
export async function startHost(options: HostOptions): Promise<Host> {
  const core = await createHostCore(options)
  const { address, remove } = await socketAddress()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveClient(core, socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  server.unref()

  let closing: Promise<void> | null = null
  async function end(): Promise<void> {
    const stopped = new Promise((resolve) => {
      server.close(resolve)
    })
    for (const socket of sockets) socket.destroy()
    await stopped
    await core.close()
    await remove()
  }
  return {
    address,
    port: hostPortOf(core),
    counters: core.counters,
    usage: core.usage,
    took: core.took,
    state: core.state,
    remarks: core.remarks,
    finish: core.finish,
    close: () => (closing ??= end()),
  }
}
