import { first, retryAfterMs } from '../retryAfterMs.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * How long (milliseconds from `now`) an endpoint takes nothing more, by its rate-limit headers: the time until the reset
 * of whatever has just nothing left. `undefined` where there is something left or nothing is said; `-1` and words such as
 * `unlimited` say that there is no limit.
 * Knows `x-ratelimit-remaining-requests` and its kin (a reset as `1s`, `6m0s`, `20ms`, seconds, or a time since the epoch),
 * `anthropic-…` (a reset as a date) and the draft's `ratelimit-remaining` with `ratelimit-reset` in seconds.
 */
export function rateLimitPause(headers: Headers, now: number): number | undefined {
  const waits = Object.entries(headers).flatMap(([name, value]) => {
    if (!/ratelimit.*-remaining(-|$)/.test(name) || !/^0+(\.0+)?$/.test(first(value))) return []
    const reset = retryAfterMs(first(headers[name.replace('remaining', 'reset')]), now)
    return reset === undefined ? [] : [reset]
  })
  return waits.length === 0 ? undefined : Math.max(...waits)
}
