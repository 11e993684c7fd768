type Headers = Readonly<Record<string, string | string[] | undefined>>

const MOST = 10 * 60_000

/**
 * How long (milliseconds from `now`) an endpoint takes nothing more, by its rate-limit headers: the time until the reset
 * of whatever has nothing left, at most ten minutes. `undefined` where there is something left or nothing is said.
 * Knows `x-ratelimit-remaining-requests` and its kin (a reset as `1s`, `6m0s`, `20ms` or seconds), `anthropic-…` (a reset
 * as a date) and the draft's `ratelimit-remaining` with `ratelimit-reset` in seconds.
 */
export function rateLimitPause(headers: Headers, now: number): number | undefined {
  const waits = Object.entries(headers).flatMap(([name, value]) => {
    if (!/ratelimit.*-remaining(-|$)/.test(name) || Number(first(value)) > 0 || first(value) === '') return []
    const reset = resetMs(first(headers[name.replace('remaining', 'reset')]), now)
    return reset === undefined ? [] : [Math.min(MOST, reset)]
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? ''
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A reset as seconds, seconds since the epoch, a span like `1m2.5s`, or a date. */
function resetMs(text: string, now: number): number | undefined {
  if (text === '') return undefined
  if (/^\d+(\.\d+)?$/.test(text)) {
    const seconds = Number(text)
    return seconds > 1e9 ? Math.max(0, seconds * 1000 - now) : seconds * 1000
  }
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
      (sum, [, n, unit]) => sum + Number(n) * (UNITS[unit ?? ''] ?? 0),
      0,
    )
  }
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
