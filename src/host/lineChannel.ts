import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers'

/** JSON lines over a socket. */
export interface LineChannel<Out> {
  readonly send: (message: Out) => void
  /** Resolves once everything sent so far is handed to the socket. */
  readonly flushed: () => Promise<void>
}

/**
 * Speaks JSON lines on a socket. Messages of one tick leave in one write; while the other side does not read, they wait
 * here. With `pauseWhenBlocked` reading stops for as long, so that a peer that never reads cannot fill our memory with
 * answers; only one side may do so, or both could wait for each other.
 */
export function lineChannel<In, Out>(
  socket: Socket,
  receive: (message: In) => void,
  { pauseWhenBlocked }: { readonly pauseWhenBlocked: boolean },
): LineChannel<Out> {
  let outgoing: string[] = []
  let scheduled = false
  let blocked = false
  let idle: (() => void)[] = []
  const parts: string[] = []

  function flush(): void {
    scheduled = false
    if (blocked) return
    if (outgoing.length > 0 && !socket.destroyed) {
      const text = outgoing.join('')
      outgoing = []
      blocked = !socket.write(text)
      if (blocked && pauseWhenBlocked) socket.pause()
    }
    if (!blocked) release()
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
      const message = parse(line)
      if (message === null) return void socket.destroy()
      receive(message as In)
    }
    if (from < chunk.length) parts.push(chunk.slice(from))
  })

  return {
    send(message) {
      outgoing.push(`${JSON.stringify(message)}\n`)
      if (scheduled) return
      scheduled = true
      setImmediate(flush)
    },
    flushed() {
      return new Promise((resolve) => {
        if (outgoing.length === 0 || socket.destroyed) resolve()
        else idle.push(resolve)
      })
    },
  }
}

/** `null`: not our protocol; whoever speaks is hung up on. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
