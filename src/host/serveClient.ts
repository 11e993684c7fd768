import type { Socket } from 'node:net'
import { messageOf } from '../core/text/index.ts'
import type { HostCore } from './hostCore.ts'
import { lineChannel } from './lineChannel.ts'
import type { Party } from './permits.ts'
import type { FromHost, FromWorker } from './protocol.ts'
import { evidenceTaker } from './evidenceTaker.ts'

/** Serves one worker until its socket closes; then its permits are free again. */
export function serveClient(core: HostCore, socket: Socket): void {
  const channel = lineChannel<FromWorker, FromHost>(socket, receive, { pauseWhenBlocked: true })
  const party: Party = {
    granted: (endpoint) => channel.send({ t: 'granted', endpoint }),
    shared: (endpoint, shared) => channel.send({ t: 'shared', endpoint, shared }),
  }

  const evidence = evidenceTaker(core.share)
  let open = 0

  async function claim({ result, count, about }: Extract<FromWorker, { t: 'claim' }>): Promise<void> {
    await core.claim(result, evidence.whole(about.call, count), about)
  }

  function reply(id: number, work: Promise<void>): void {
    work.then(
      () => channel.send({ t: 'done', id }),
      (error: unknown) => channel.send({ t: 'failed', id, message: messageOf(error) }),
    )
  }

  function receive(message: FromWorker): void {
    switch (message.t) {
      case 'get':
        return channel.send({ t: 'done', id: message.id, value: core.get(message.keys) })
      case 'put':
        return reply(message.id, core.put(message.key, message.answer, message.context))
      case 'claim':
        return reply(message.id, claim(message))
      case 'evidence':
        return evidence.piece(message.call, message.from, message.observations)
      case 'ask':
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

  // A killed worker resets its connection: that is its end, not an error of the run.
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    core.permits.leave(party)
    for (; open > 0; open--) core.budget.end(null)
  })
  const { mode, offline, allowUnpinned } = core
  channel.send({ t: 'hello', protocol: 1, mode, offline, allowUnpinned })
}
