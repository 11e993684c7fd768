import { connect } from 'node:net'
import { HEX_DIGITS, NO_DIGIT, pieceOf } from '../core/table/index.ts'
import type { ObservationList, StoredAnswer } from '../core/types/index.ts'
import type { CallContext, CallCounts, HostPort } from '../observe/hostPort.ts'
import { runSettings } from './v8Settings.ts'
import type { FromHost, FromWorker, NewAnswer } from './_internal/lineChannel.ts'
import { lineChannel } from './_internal/lineChannel.ts'
import { createPermitHolder, type PermitHolder } from './_internal/permitHolder.ts'

/** The most observations in one message. */
const MOST_OBSERVATIONS = 256

/** The most characters of texts in one message; an observation with longer ones goes alone. */
const MOST_TEXT = 1 << 20

type Value = readonly (StoredAnswer | null)[] | string | null | undefined

interface Waiting {
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}

/**
 * Connects a worker to the run's host. Rejects if nobody listens there. When the host goes away, everything that waits
 * for it rejects, and so does every later call.
 */
export async function connectHost(address: string): Promise<HostPort> {
  const socket = connect(address)
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let gone: Error | null = null
  const hello = Promise.withResolvers<Extract<FromHost, { t: 'hello' }>>()
  const channel = lineChannel<FromHost, FromWorker>(socket, receive, { pauseWhenBlocked: false })
  const holder: PermitHolder = createPermitHolder({
    ask: (endpoint, limits) => channel.send({ t: 'ask', endpoint, limits }),
    giveBack: (endpoint, count) => channel.send({ t: 'back', endpoint, count }),
    felt: (endpoint, felt) => channel.send({ t: 'felt', endpoint, felt }),
  })

  const settings = runSettings()
  const evidence = evidenceSender((message) => channel.sendSoon(() => message), channel.flushed, settings.came)
  const own = createKeySieve()
  let onlyOwn = false

  function receive(message: FromHost): void {
    switch (message.t) {
      case 'hello':
        return hello.resolve(message)
      case 'granted':
        return holder.granted(message.endpoint)
      case 'shared':
        return holder.shared(message.endpoint, message.shared)
      case 'known':
        onlyOwn = false
        return
      case 'call':
      case 'done':
      case 'failed': {
        const answered = waiting.get(message.id)
        waiting.delete(message.id)
        if (message.t === 'done') answered?.resolve(message.value)
        else if (message.t === 'call') answered?.resolve(message.refusal)
        else answered?.reject(hostError(message.message))
      }
    }
  }

  function call(message: (id: number) => FromWorker): Promise<Value> {
    if (gone !== null) return Promise.reject(gone)
    return new Promise((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      channel.send(message(lastId))
    })
  }

  // The answers of one batch go out in one message, and the host's reply settles one promise.
  let batch: { readonly answers: NewAnswer[]; readonly kept: Promise<void> } | null = null
  function put(key: string, answer: StoredAnswer, context: CallContext): Promise<void> {
    if (gone !== null) return Promise.reject(gone)
    own.add(key)
    if (batch === null) {
      const answers: NewAnswer[] = []
      const id = ++lastId
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.set(id, { resolve: () => resolve(), reject })
      batch = { answers, kept: promise }
      channel.sendSoon(() => {
        batch = null
        return { t: 'put', id, answers }
      })
    }
    batch.answers.push({ key, answer, context })
    return batch.kept
  }

  function lose(error: Error): void {
    gone ??= error
    hello.reject(gone)
    holder.fail(gone)
    for (const left of waiting.values()) left.reject(gone)
    waiting.clear()
  }

  // The counts of one batch go out in one message, before the claim that they belong to.
  let tallied: { made: number; reused: number; retried: number } | null = null
  function tally({ made, reused, retried }: CallCounts): void {
    if (tallied === null) {
      const counts = (tallied = { made: 0, reused: 0, retried: 0 })
      channel.sendSoon(() => {
        tallied = null
        return { t: 'tally', counts }
      })
    }
    tallied.made += made
    tallied.reused += reused
    tallied.retried += retried
  }

  const ended = (cause?: Error): void => lose(hostError(`the run's host at ${address} has ended the connection`, cause))
  let connected = false
  socket.on('error', (cause) => {
    if (connected) ended(cause)
    else lose(hostError(`the run's host at ${address} cannot be reached: ${cause.message}`, cause))
  })
  socket.on('close', () => ended())
  const { mode, offline, allowUnpinned, empty } = await hello.promise
  connected = true
  onlyOwn = empty

  return {
    mode,
    offline,
    allowUnpinned,
    get: async (keys) => {
      const found = await call((id) => ({ t: 'get', id, keys }))
      return typeof found === 'object' && found !== null ? found : []
    },
    mayKnow: (key) => !onlyOwn || own.mayHave(key),
    put,
    permit(endpoint, limits, signal, work) {
      settings.asks(endpoint)
      return holder.run(endpoint, limits, signal, work)
    },
    evidence: evidence.add,
    claim: async (result, observations, about) => {
      const count = await evidence.finish(about.call, observations)
      await call((id) => ({ t: 'claim', id, result, count, about }))
    },
    live: (event) => channel.send({ t: 'live', event }),
    waiting: (wait) => channel.send({ t: 'waiting', wait }),
    mayCall: async () => {
      const refusal = await call((id) => ({ t: 'may call', id }))
      return typeof refusal === 'string' ? refusal : null
    },
    called: (usage) => channel.sendSoon(() => ({ t: 'called', usage })),
    tally,
    async close() {
      // `end` sends what is still buffered; the host's answers to it are not waited for.
      await channel.flushed()
      if (socket.destroyed) return
      await new Promise<void>((resolve) => {
        socket.once('close', () => resolve())
        socket.end()
      })
    },
  }
}

/** Says of keys whether they may have been added: never no for one that was, and rarely yes for another. */
interface KeySieve {
  readonly add: (key: string) => void
  readonly mayHave: (key: string) => boolean
}

/** The bits of a sieve, as a power of 2: of 100,000 keys, one other key in 170 falls on one of theirs. */
const SIEVE_BITS = 24

/**
 * Makes a sieve of a fixed size, so that a worker can tell which keys need no look-up without holding them all. Keys are
 * hashes already.
 */
function createKeySieve(): KeySieve {
  const bytes = new Uint8Array(2 ** (SIEVE_BITS - 3))
  const placeOf = (key: string): number => {
    let place = 0
    // Any other character counts as 0.
    for (let at = 0; at < SIEVE_BITS / 4; at += 1)
      place = place * 16 + ((HEX_DIGITS[key.charCodeAt(at)] ?? NO_DIGIT) % NO_DIGIT)
    return place
  }
  return {
    add(key) {
      const place = placeOf(key)
      bytes[place >> 3]! |= 1 << (place & 7)
    },
    mayHave(key) {
      const place = placeOf(key)
      return (bytes[place >> 3]! & (1 << (place & 7))) !== 0
    },
  }
}

/**
 * Makes the error for a fault of the run's main process, which is no fault of a test or a model. It is recognised by
 * its name, since vitest keeps that when it passes errors on.
 */
function hostError(message: string, cause?: Error): Error {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: 'HostError' })
}

/** Sends a worker's observations piece by piece, so that no message grows with a claim. */
export interface EvidenceSender {
  /** Takes the observations that a call rests on by now, in order, and sends those of them that make up whole pieces. */
  readonly add: (call: string, observations: ObservationList) => void
  /** Sends what is missing of a claim's observations, which begin with those that were added; returns how many there are. */
  readonly finish: (call: string, observations: ObservationList) => Promise<number>
}

/** The observations of a call under way, and how many of them were taken and sent. */
interface Stream {
  readonly list: ObservationList
  taken: number
  sent: number
}

/**
 * Makes a sender over a channel. `flushed` resolves once what was sent is on its way: nothing piles up here. `came` hears how many
 * observations came.
 */
export function evidenceSender(
  send: (message: Extract<FromWorker, { t: 'evidence' }>) => void,
  flushed: () => Promise<void>,
  came: (more: number) => void = () => {},
): EvidenceSender {
  const streams = new Map<string, Stream>()

  function sendPiece(call: string, stream: { sent: number }, list: ObservationList): void {
    const piece = pieceOf(list, stream.sent, { most: MOST_OBSERVATIONS, mostText: MOST_TEXT })
    send({ t: 'evidence', call, from: stream.sent, piece })
    stream.sent += piece.scores.length
  }

  return {
    add(call, list) {
      const known = streams.get(call)
      // A test that runs again has another list, and starts over.
      const stream = known?.list === list ? known : { list, taken: 0, sent: 0 }
      streams.set(call, stream)
      came(list.length - stream.taken)
      stream.taken = list.length
      while (list.length - stream.sent >= MOST_OBSERVATIONS) sendPiece(call, stream, list)
    },
    async finish(call, list) {
      const stream = streams.get(call) ?? { sent: 0 }
      streams.delete(call)
      while (stream.sent < list.length) {
        sendPiece(call, stream, list)
        await flushed()
      }
      return list.length
    },
  }
}
