import type { Observation } from '../core/words/index.ts'
import type { FromWorker } from './protocol.ts'

/** Most observations in one message, and most characters of answers in them (a single longer answer goes alone). */
const MOST = 256
const MOST_TEXT = 1 << 20

/** What a worker hands in of its claims, piece by piece: no message grows with a claim. */
export interface EvidenceSender {
  /** Takes further observations of a call, in order, and sends them once there are enough. */
  readonly add: (call: string, observations: readonly Observation[]) => void
  /** Sends what is missing of a claim's observations, and says how many the host has by then. */
  readonly finish: (call: string, observations: readonly Observation[]) => Promise<number>
}

interface Stream {
  readonly added: Observation[]
  sent: number
}

/** Makes a sender over a channel. `flushed` resolves once what was sent is on its way: nothing piles up here. */
export function evidenceSender(
  send: (message: Extract<FromWorker, { t: 'evidence' }>) => void,
  flushed: () => Promise<void>,
): EvidenceSender {
  const streams = new Map<string, Stream>()
  return {
    add(call, observations) {
      const stream = streams.get(call) ?? { added: [], sent: 0 }
      streams.set(call, stream)
      for (const observation of observations) stream.added.push(observation)
      const end = pieceEnd(stream.added, stream.sent)
      if (end === null) return
      send({ t: 'evidence', call, from: stream.sent, observations: stream.added.slice(stream.sent, end) })
      stream.sent = end
    },
    async finish(call, observations) {
      const stream = streams.get(call)
      streams.delete(call)
      // What was sent counts only if it is how the claim's evidence begins: a test that was run again began anew.
      const begins = stream?.added.slice(0, stream.sent).every((observation, at) => observation === observations[at])
      let from = begins ? (stream?.sent ?? 0) : 0
      while (from < observations.length) {
        const end = pieceEnd(observations, from) ?? observations.length
        send({ t: 'evidence', call, from, observations: observations.slice(from, end) })
        await flushed()
        from = end
      }
      return observations.length
    },
  }
}

/** Where a full piece that begins at `from` ends; `null` while there is none. */
function pieceEnd(observations: readonly Observation[], from: number): number | null {
  let text = 0
  for (let at = from; at < observations.length; at++) {
    text += observations[at]?.raw?.length ?? 0
    if (text >= MOST_TEXT || at + 1 - from === MOST) return at + 1
  }
  return null
}
