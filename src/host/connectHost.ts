import { connect } from 'node:net'
import { setImmediate } from 'node:timers'
import type { StoredAnswer } from '../core/words/index.ts'
import type { CallCounts, HostPort } from '../observe/hostPort.ts'
import { lineChannel } from './lineChannel.ts'
import { createPermitHolder, type PermitHolder } from './permitHolder.ts'
import type { FromHost, FromWorker } from './protocol.ts'
import { evidenceSender } from './evidenceSender.ts'

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

  const evidence = evidenceSender(channel.send, channel.flushed)

  function receive(message: FromHost): void {
    switch (message.t) {
      case 'hello':
        return hello.resolve(message)
      case 'granted':
        return holder.granted(message.endpoint)
      case 'shared':
        return holder.shared(message.endpoint, message.shared)
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

  function lose(error: Error): void {
    gone ??= error
    hello.reject(gone)
    holder.fail(gone)
    for (const left of waiting.values()) left.reject(gone)
    waiting.clear()
  }

  // One message for the cells of a turn.
  let tallied: CallCounts | null = null
  function sendTally(): void {
    if (tallied !== null) channel.send({ t: 'tally', counts: tallied })
    tallied = null
  }

  const ended = (cause?: Error): void => lose(hostError(`the run's host at ${address} has ended the connection`, cause))
  let connected = false
  socket.on('error', (cause) => {
    if (connected) ended(cause)
    else lose(hostError(`the run's host at ${address} cannot be reached: ${cause.message}`, cause))
  })
  socket.on('close', () => ended())
  const { mode, offline, allowUnpinned } = await hello.promise
  connected = true

  return {
    mode,
    offline,
    allowUnpinned,
    get: async (keys) => {
      const found = await call((id) => ({ t: 'get', id, keys }))
      return typeof found === 'object' && found !== null ? found : []
    },
    put: async (key, answer, context) => {
      await call((id) => ({ t: 'put', id, key, answer, context }))
    },
    permit: holder.run,
    evidence: evidence.add,
    claim: async (result, observations, about) => {
      sendTally()
      const count = await evidence.finish(about.call, observations)
      await call((id) => ({ t: 'claim', id, result, count, about }))
    },
    live: (event) => channel.send({ t: 'live', event }),
    waiting: (wait) => channel.send({ t: 'waiting', wait }),
    mayCall: async () => {
      const refusal = await call((id) => ({ t: 'may call', id }))
      return typeof refusal === 'string' ? refusal : null
    },
    called: (usage) => channel.send({ t: 'called', usage }),
    tally(counts) {
      if (tallied === null) setImmediate(sendTally)
      const { made, reused, retried } = tallied ?? { made: 0, reused: 0, retried: 0 }
      tallied = { made: made + counts.made, reused: reused + counts.reused, retried: retried + counts.retried }
    },
    async close() {
      // `end` sends what is still buffered; the host's answers to it are not waited for.
      sendTally()
      await channel.flushed()
      if (socket.destroyed) return
      await new Promise<void>((resolve) => {
        socket.once('close', () => resolve())
        socket.end()
      })
    },
  }
}

/** A fault of the run's main process: no test and no model is to blame. Known by its name, which survives the way to vitest. */
function hostError(message: string, cause?: Error): Error {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: 'HostError' })
}
