import { cut, duration, visible } from '../src/core/text/index.ts'

/** The progress of a claim, as the host publishes it. */
interface ProgressEvent {
  readonly title: string
  readonly units: number
  readonly pool: number
  /** `null` while it is undecided. */
  readonly verdict: string | null
}

interface ProgressOptions {
  /** True if the stream is a terminal on which a line can be rewritten. */
  readonly tty: boolean
  /** Its width in characters. Default: 80. */
  readonly columns?: number
}

/**
 * Turns events into text to write: on a terminal one line that is rewritten, and a lasting line for each decided claim;
 * elsewhere only the latter. Returns an empty text where there is nothing to write.
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

/** The control sequence that goes to the start of the line and clears it. */
const OVER = '\r\u001B[2K'

function status(open: ReadonlyMap<string, ProgressEvent>): string {
  const [first, ...others] = open.values()
  if (first === undefined) return ''
  return `asking: ${others.length > 0 ? `${others.length} more and ` : ''}${far(first)}`
}

function far({ title, units, pool }: ProgressEvent): string {
  return `${units} of ${pool}  ${visible(title)}`
}

/** The state of a run that goes on. */
export interface RunStatus {
  readonly decided: number
  readonly open: number
  /** The calls made so far, and the time since the start, in seconds. */
  readonly calls: number
  readonly seconds: number
  /** The cost of the calls, where it is known. */
  readonly cost: { readonly amount: number; readonly currency: string } | null
  /** The greatest number of seconds that an open claim is likely to need; `null` where that is not known. */
  readonly left: number | null
}

/**
 * Writes the state of a run in one line: `asking        3 claims decided, 5 open; 3,412 calls, 210 a second, 0.42 EUR;
 * about 40 s left`.
 */
export function progressStatus({ decided, open, calls, seconds, cost, left }: RunStatus): string {
  const rate = seconds > 0 ? `, ${Math.round(calls / seconds).toLocaleString('en')} a second` : ''
  const money = cost === null ? '' : `, ${cost.amount.toFixed(2)} ${cost.currency}`
  const yet = left === null ? '' : `; about ${duration(Math.max(1, Math.round(left)) * 1000)} left`
  const claims = decided === 1 ? '1 claim' : `${decided} claims`
  return `asking        ${claims} decided, ${open} open; ${calls.toLocaleString('en')} calls${rate}${money}${yet}\n`
}

/** Says in one line what a run waits for: `waiting       90 s, as http://127.0.0.1:8000 asks: HTTP 429: slow down`. */
export function waitingLine({ endpoint, ms, asked, why }: EndpointWait): string {
  const name = visible(endpoint)
  const until = asked ? `as ${name} asks` : `until ${name} is asked again`
  return `waiting       ${duration(ms)}, ${until}: ${cut(visible(why), 200)}\n`
}

interface EndpointWait {
  readonly endpoint: string
  readonly ms: number
  readonly asked: boolean
  readonly why: string
}
