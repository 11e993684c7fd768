/**
 * A Retry-After header, in seconds or as a date, in milliseconds from `now` (milliseconds since the epoch); never
 * negative. `undefined` where there is none or it cannot be read.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (text === '') return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
