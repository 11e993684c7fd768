import { setImmediate } from 'node:timers'
import type { StoredAnswer } from '../core/words/index.ts'
import type { HostPort } from './hostPort.ts'

type LookUp = (key: string) => Promise<StoredAnswer | null>

interface Asking {
  readonly key: string
  readonly resolve: (answer: StoredAnswer | null) => void
  readonly reject: (error: unknown) => void
}

/** Asks the host for stored answers; those wanted in one turn of the event loop cost one round trip together. */
export function createLookUp(host: HostPort): LookUp {
  let batch: Asking[] = []

  async function send(): Promise<void> {
    const asking = batch
    batch = []
    try {
      const answers = await host.get(asking.map(({ key }) => key))
      asking.forEach(({ resolve }, index) => resolve(answers[index] ?? null))
    } catch (error) {
      for (const { reject } of asking) reject(error)
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (batch.length === 0) setImmediate(() => void send())
      batch.push({ key, resolve, reject })
    })
}
