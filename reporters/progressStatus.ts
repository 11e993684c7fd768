import { cut, duration, visible } from '../src/core/text/index.ts'

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
