/** Timers of the platform fire at once above this many milliseconds. */
const LONGEST = 2 ** 31 - 1
/** Milliseconds of a unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const SPAN = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g

/**
 * How long a text of a header asks to wait, in milliseconds from `now` (milliseconds since the epoch): a number of
 * seconds, a span such as `1m2.5s`, a date, or a time since the epoch in seconds, milliseconds or smaller units. Never
 * negative and never longer than a timer can wait (2^31 − 1). `undefined` where it cannot be read, `-1` included.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  const wait = read(text, now)
  return wait === undefined || !Number.isFinite(wait) ? undefined : Math.min(LONGEST, Math.max(0, wait))
}

function read(text: string, now: number): number | undefined {
  if (text === '') return undefined
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text)
    // Nobody asks to wait for thirty years: this is a time since the epoch, within a year of now.
    const time = [1000, 1, 1e-3, 1e-6].map((unit) => value * unit).find((ms) => Math.abs(ms - now) < YEAR)
    return time === undefined ? value * 1000 : time - now
  }
  const closed = text.replaceAll(' ', '')
  const spans = [...closed.matchAll(SPAN)]
  if (spans.length > 0 && spans.map(([whole]) => whole).join('') === closed) {
    return spans.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0)
  }
  if (!/[a-z:]/i.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : date - now
}

const YEAR = 366 * 86_400_000

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** What the headers of a refusal ask to wait, in milliseconds: `retry-after-ms`, else `retry-after`. */
export function waitAsked(headers: Headers, now: number): number | undefined {
  const ms = first(headers['retry-after-ms'])
  return /^\d+(\.\d+)?$/.test(ms) ? Math.min(LONGEST, Number(ms)) : retryAfterMs(first(headers['retry-after']), now)
}

/** The first value of a header, without blanks around it; empty where there is none. */
export function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? ''
}
