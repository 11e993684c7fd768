import type { Host } from '../host/index.ts'
import type { LiveClaim } from '../observe/hostPort.ts'

/** Least time between two lines about a run under way, in milliseconds. */
const EVERY_MS = 5000
/** Below this share of its way a claim says nothing about the time that it will take. */
const TOO_EARLY = 0.05

/**
 * One line for each decided claim; on a terminal also one about the whole run now and then, unless it only replays. Whole
 * lines only: vitest draws its own window over anything that writes over a line. The reports' room may be missing.
 */
export async function showProgress(
  host: () => Host | undefined,
  replays: boolean,
): Promise<(event: LiveClaim) => void> {
  const room = await import('../../reporters/index.ts').catch(() => null)
  if (!room) return () => {}
  const decided = room.progress({ tty: false })
  const started = performance.now()
  const open = new Map<string, { readonly since: number; readonly done: number }>()
  let last = started
  let done = 0
  return (event) => {
    const now = performance.now()
    if (event.verdict !== null) {
      open.delete(event.title)
      done += 1
      return void process.stderr.write(decided(event))
    }
    open.set(event.title, { since: open.get(event.title)?.since ?? now, done: event.done ?? 0 })
    if (replays || !process.stderr.isTTY || now - last < EVERY_MS) return
    last = now
    const times = [...open.values()].flatMap((claim) =>
      claim.done < TOO_EARLY ? [] : [((now - claim.since) / 1000) * (1 / claim.done - 1)],
    )
    process.stderr.write(
      room.progressStatus({
        decided: done,
        open: open.size,
        calls: host()?.counters().made ?? 0,
        seconds: (now - started) / 1000,
        cost: host()?.usage()?.cost ?? null,
        left: times.length === 0 ? null : Math.max(...times),
      }),
    )
  }
}
