import { progress, progressStatus, waitingLine } from '../../../reporters/progress.ts'
import type { Host } from '../../host/index.ts'
import type { EndpointWait, LiveClaim } from '../../observe/hostPort.ts'

/** The least time between two lines about a run under way, in milliseconds. */
const EVERY_MS = 5000
/** The shortest wait that is worth a line, in milliseconds. */
const LEAST_WAIT = 2000
/** The share of its plan below which a claim says nothing about the time that it will take. */
const TOO_EARLY = 0.05

function write(text: string): void {
  process.stderr.write(text)
}

/** Shows the progress of a run. */
export interface Progress {
  readonly live: (event: LiveClaim) => void
  readonly waiting: (wait: EndpointWait) => void
}

/** Shows nothing. */
export const SILENT: Progress = { live: () => {}, waiting: () => {} }

/**
 * Writes one line for each decided claim and each wait that an endpoint asks for; on a terminal also one about the
 * whole run now and then, unless it only replays. It writes whole lines only, because vitest draws its own window over
 * anything that rewrites a line.
 */
export function showProgress(host: () => Host | undefined, replays: boolean): Progress {
  const decided = progress({ tty: false })
  const started = performance.now()
  const open = new Map<string, { readonly since: number; readonly done: number }>()
  let last = started
  let done = 0
  const live = (event: LiveClaim): void => {
    const now = performance.now()
    if (event.verdict !== null) {
      open.delete(event.title)
      done += 1
      return write(decided(event))
    }
    open.set(event.title, { since: open.get(event.title)?.since ?? now, done: event.done ?? 0 })
    if (replays || !process.stderr.isTTY || now - last < EVERY_MS) return
    last = now
    const times = [...open.values()].flatMap((claim) =>
      claim.done < TOO_EARLY ? [] : [((now - claim.since) / 1000) * (1 / claim.done - 1)],
    )
    write(
      progressStatus({
        decided: done,
        open: open.size,
        calls: host()?.counters().made ?? 0,
        seconds: (now - started) / 1000,
        cost: host()?.usage()?.cost ?? null,
        left: times.length === 0 ? null : Math.max(...times),
      }),
    )
  }
  return { live, waiting: eachWaitOnce((wait) => write(waitingLine(wait))) }
}

/**
 * Passes on the waits that are worth a line. An endpoint asks each of its requests to wait, and one line says so for
 * all.
 */
export function eachWaitOnce(
  say: (wait: EndpointWait) => void,
  now: () => number = () => performance.now(),
): (wait: EndpointWait) => void {
  const until = new Map<string, number>()
  return (wait) => {
    const end = now() + wait.ms
    if (wait.ms < LEAST_WAIT || end < (until.get(wait.endpoint) ?? 0) + LEAST_WAIT) return
    until.set(wait.endpoint, end)
    say(wait)
  }
}
