import { cut, duration, visible } from '../src/core/text/index.ts'

/** How far a claim has come, as the host publishes it. */
interface ProgressEvent {
  readonly title: string
  readonly units: number
  readonly pool: number
  /** `null` while it is undecided. */
  readonly verdict: string | null
}

interface ProgressOptions {
  /** Whether the stream is a terminal that can be written over. */
  readonly tty: boolean
  /** Its width in characters. Default: 80. */
  readonly columns?: number
}

/**
 * Turns events into text to write: on a terminal one line that is written over, and a lasting line for each decided
 * claim; elsewhere only the latter. Returns an empty text where there is nothing to write.
 */
export function progress({ tty, columns = 80 }: ProgressOptions): (event: ProgressEvent) => string {
  const open = new Map<string, ProgressEvent>()
  return (event) => {
    if (event.verdict === null) open.set(event.title, event)
    else open.delete(event.title)
    const decided = event.verdict === null ? '' : `${event.verdict.padEnd(12)}  ${far(event)}\n`
    if (!tty) return decided
    return `${OVER}${decided}${cut(status(open), columns - 1)}`
  }
}

/** To the start of the line, and clear it. */
const OVER = '\r\u001B[2K'

function status(open: ReadonlyMap<string, ProgressEvent>): string {
  const [first, ...others] = open.values()
  if (first === undefined) return ''
  return `asking: ${others.length > 0 ? `${others.length} more and ` : ''}${far(first)}`
}

function far({ title, units, pool }: ProgressEvent): string {
  return `${units} of ${pool}  ${visible(title)}`
}

/** What is known of a run under way. */
export interface RunStatus {
  readonly decided: number
  readonly open: number
  /** Calls made so far, and since when, in seconds. */
  readonly calls: number
  readonly seconds: number
  /** What they cost, where it is known. */
  readonly cost: { readonly amount: number; readonly currency: string } | null
  /** Greatest number of seconds that an open claim is likely to take yet; `null` where nothing can be said. */
  readonly left: number | null
}

/** A run under way in one line: `asking        3 claims decided, 5 open; 3,412 calls, 210 a second, 0.42 EUR; about 40 s left`. */
export function progressStatus({ decided, open, calls, seconds, cost, left }: RunStatus): string {
  const rate = seconds > 0 ? `, ${Math.round(calls / seconds).toLocaleString('en')} a second` : ''
  const money = cost === null ? '' : `, ${cost.amount.toFixed(2)} ${cost.currency}`
  const yet = left === null ? '' : `; about ${duration(Math.max(1, Math.round(left)) * 1000)} left`
  const claims = decided === 1 ? '1 claim' : `${decided} claims`
  return `asking        ${claims} decided, ${open} open; ${calls.toLocaleString('en')} calls${rate}${money}${yet}\n`
}

/** What a run waits for, in one line: `waiting       90 s, as http://127.0.0.1:8000 asks: HTTP 429: slow down`. */
export function waitingLine({ endpoint, ms, why }: EndpointWait): string {
  return `waiting       ${duration(ms)}, as ${visible(endpoint)} asks: ${cut(visible(why), 200)}\n`
}

interface EndpointWait {
  readonly endpoint: string
  readonly ms: number
  readonly why: string
}
