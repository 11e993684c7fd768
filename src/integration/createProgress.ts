import type { Vitest } from 'vitest/node'
import type { ClaimResult } from '../core/words/index.ts'
import type { LiveClaim } from '../observe/hostPort.ts'

/** Least time between two lines about claims under way, in milliseconds. */
const EVERY_MS = 3000

/** Says how far the claims have come: each decided one at once; on a terminal also those under way, now and then. */
export function createProgress(vitest: Vitest): {
  readonly decided: (result: ClaimResult) => void
  readonly live: (event: LiveClaim) => void
} {
  const running = new Map<string, LiveClaim>()
  let [decided, last] = [0, performance.now()]
  return {
    decided({ title, verdict, units, cells }) {
      running.delete(title)
      decided += 1
      vitest.logger.log(` ${verdict.padEnd(14)} ${title} (${units} units, ${cells} cells)`)
    },
    live(event) {
      running.set(event.title, event)
      if (!process.stdout.isTTY || performance.now() - last < EVERY_MS) return
      last = performance.now()
      const under = [...running.values()].map(({ title, units }) => `${title}: ${units} units`)
      vitest.logger.log(` asking … ${decided} decided; ${under.join('; ')}`)
    },
  }
}
