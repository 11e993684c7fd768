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
  const yet = left === null ? '' : `; about ${duration(left)} left`
  const claims = decided === 1 ? '1 claim' : `${decided} claims`
  return `asking        ${claims} decided, ${open} open; ${calls.toLocaleString('en')} calls${rate}${money}${yet}\n`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
