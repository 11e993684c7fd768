import type { Socket } from 'node:net'
import { clearTimeout, setImmediate, setTimeout } from 'node:timers'
import type { ObservationPiece } from '../../core/table/index.ts'
import type { CallUsage, ClaimRecord, StoredAnswer } from '../../core/types/index.ts'
import type {
  CallContext,
  CallCounts,
  ClaimAbout,
  EndpointLimits,
  EndpointWait,
  Felt,
  LiveClaim,
  StoreMode,
} from '../../observe/hostPort.ts'

/** JSON lines over a socket. */
export interface LineChannel<Out> {
  /** Sends a message that something waits for: it leaves in this turn of the event loop, with all that was sent before. */
  readonly send: (message: Out) => void
  /**
   * Sends a message that may wait a moment: at most one write in `BATCH_MS`. `make` is called when the batch leaves, so
   * that a message can hold everything that came until then.
   */
  readonly sendSoon: (make: () => Out) => void
  /** Resolves once everything sent so far is handed to the socket. */
  readonly flushed: () => Promise<void>
}

/**
 * The most milliseconds for which a message waits for others. A write to a socket, and waking the process that reads it,
 * costs as much as sending a request to a model, so calls that end together share one.
 */
const BATCH_MS = 2

/**
 * Speaks JSON lines on a socket. While the other side does not read, messages are kept here. With `pauseWhenBlocked` reading
 * stops for as long, so that a peer that never reads cannot fill our memory with answers; only one side may do so, or both
 * could wait for each other.
 */
export function lineChannel<In, Out>(
  socket: Socket,
  receive: (message: In) => void,
  { pauseWhenBlocked }: { readonly pauseWhenBlocked: boolean },
): LineChannel<Out> {
  let outgoing: (() => Out)[] = []
  let immediate = false
  let timer: NodeJS.Timeout | null = null
  let flushedAt = -Infinity
  let blocked = false
  let idle: (() => void)[] = []
  const parts: string[] = []

  function flush(): void {
    immediate = false
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (blocked) return
    if (outgoing.length > 0 && !socket.destroyed) {
      const leaving = outgoing
      outgoing = []
      let text = ''
      for (const make of leaving) text += `${JSON.stringify(make())}\n`
      flushedAt = performance.now()
      blocked = !socket.write(text)
      if (blocked && pauseWhenBlocked) socket.pause()
    }
    if (!blocked) release()
  }

  function flushInThisTurn(): void {
    if (immediate) return
    immediate = true
    setImmediate(flush)
  }

  function release(): void {
    for (const done of idle) done()
    idle = []
  }

  socket.setEncoding('utf8')
  socket.on('close', release)
  socket.on('drain', () => {
    blocked = false
    if (pauseWhenBlocked) socket.resume()
    flush()
  })
  socket.on('data', (data: string | Buffer) => {
    const chunk = String(data)
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const tail = chunk.slice(from, end)
      from = end + 1
      const line = parts.length === 0 ? tail : parts.join('') + tail
      parts.length = 0
      const message = parseMessage(line)
      if (message === null) return void socket.destroy()
      receive(message as In)
    }
    if (from < chunk.length) parts.push(chunk.slice(from))
  })

  return {
    send(message) {
      outgoing.push(() => message)
      flushInThisTurn()
    },
    sendSoon(make) {
      outgoing.push(make)
      if (immediate || timer !== null) return
      const wait = flushedAt + BATCH_MS - performance.now()
      if (wait <= 0) flushInThisTurn()
      // A test may have put the clock back.
      else timer = setTimeout(flush, Math.min(Math.ceil(wait), BATCH_MS))
    },
    flushed() {
      return new Promise((resolve) => {
        if (outgoing.length === 0 || socket.destroyed) return resolve()
        idle.push(resolve)
        flushInThisTurn()
      })
    },
  }
}

/** Parses a message; `null` for anything that is not our protocol, and the connection is closed then. */
function parseMessage(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** An answer on its way to journal and store. */
export interface NewAnswer {
  readonly key: string
  readonly answer: StoredAnswer
  readonly context: CallContext
}

/** The messages of a worker, one JSON line each. Those with an `id` are answered. */
export type FromWorker =
  | { readonly t: 'get'; readonly id: number; readonly keys: readonly string[] }
  /** The answers that came in one batch; the reply is for all of them. */
  | { readonly t: 'put'; readonly id: number; readonly answers: readonly NewAnswer[] }
  /** The observations of a claim under way, from the `from`-th on. */
  | {
      readonly t: 'evidence'
      readonly call: string
      readonly from: number
      readonly piece: ObservationPiece
    }
  | {
      readonly t: 'claim'
      readonly id: number
      readonly result: ClaimRecord
      /** The number of its observations, all of which were sent before. */
      readonly count: number
      readonly about: ClaimAbout
    }
  | { readonly t: 'ask'; readonly endpoint: string; readonly limits: EndpointLimits }
  | { readonly t: 'back'; readonly endpoint: string; readonly count: number }
  | { readonly t: 'felt'; readonly endpoint: string; readonly felt: Felt }
  | { readonly t: 'live'; readonly event: LiveClaim }
  | { readonly t: 'waiting'; readonly wait: EndpointWait }
  | { readonly t: 'tally'; readonly counts: CallCounts }
  | { readonly t: 'may call'; readonly id: number }
  | { readonly t: 'called'; readonly usage: CallUsage | null }

/** The messages of the host. `hello` comes first. */
export type FromHost =
  | {
      readonly t: 'hello'
      readonly protocol: 1
      readonly mode: StoreMode
      readonly offline: boolean
      readonly allowUnpinned: boolean
      /** Nothing is known yet that a look-up could find. */
      readonly empty: boolean
    }
  /** From now on a look-up may find what another worker was answered. */
  | { readonly t: 'known' }
  | { readonly t: 'done'; readonly id: number; readonly value?: readonly (StoredAnswer | null)[] }
  | { readonly t: 'call'; readonly id: number; readonly refusal: string | null }
  | { readonly t: 'failed'; readonly id: number; readonly message: string }
  | { readonly t: 'granted'; readonly endpoint: string }
  | { readonly t: 'shared'; readonly endpoint: string; readonly shared: boolean }
