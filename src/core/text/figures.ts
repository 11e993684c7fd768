/** Returns a count with its noun: `1 call`, `252 calls`. `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/**
 * A mean is an estimate and no bound, so it is rounded to the nearest. It has two decimals, and more (at most 6) only where
 * two would hide on which side of `limit` it is.
 */
export function formatEstimate(value: number, limit = value): string {
  const side = Math.sign(value - limit)
  for (let decimals = 2; decimals < 6; decimals++) {
    const text = withoutMinusZero(value.toFixed(decimals))
    if (side === 0 || Math.sign(Number(text) - limit) === side) return text
  }
  return withoutMinusZero(value.toFixed(6))
}

/**
 * A bound is rounded outward: a lower bound (`down`) is never printed above its value, an upper one (`up`) never below.
 * Two decimals, and more (at most 6) only where two would hide that the bound is beyond `limit`.
 */
export function formatBound(value: number, direction: 'down' | 'up', limit?: number): string {
  const beyond = limit === undefined || (direction === 'down' ? value <= limit : value >= limit)
  for (let decimals = 2; decimals < 6; decimals++) {
    const text = roundOutward(value, direction, decimals)
    if (beyond || (direction === 'down' ? Number(text) > limit : Number(text) < limit)) return text
  }
  return roundOutward(value, direction, 6)
}

function roundOutward(value: number, direction: 'down' | 'up', decimals: number): string {
  const nearest = value.toFixed(decimals)
  const step = Number(`1e-${decimals}`)
  if (direction === 'down' && Number(nearest) > value)
    return withoutMinusZero((Number(nearest) - step).toFixed(decimals))
  if (direction === 'up' && Number(nearest) < value) return withoutMinusZero((Number(nearest) + step).toFixed(decimals))
  return withoutMinusZero(nearest)
}

/** `-0.00` is printed as `0.00`. */
function withoutMinusZero(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text
}

/** Returns a difference with its sign, to three decimals: `+0.031`, `-0.200`; what rounds to 0 has no sign. */
export function formatChange(value: number): string {
  const text = withoutMinusZero(value.toFixed(3))
  return Number(text) > 0 ? `+${text}` : text
}

/** Returns a limit as the user wrote it: exact, without the dust of floating point. */
export function formatLimit(limit: number): string {
  return String(Number(limit.toPrecision(12)))
}

/**
 * Returns a limit with its noun: `a limit of 0.05`; of one below 0, which bounds a loss, as suites write it: `a margin of
 * 0.02` of `by: 0.02`. Four digits.
 */
export function limitOrMargin(limit: number): string {
  const text = formatLimit(Number(Math.abs(limit).toPrecision(4)))
  return limit < 0 ? `a margin of ${text}` : `a limit of ${text}`
}

/**
 * Returns a span of milliseconds for people, in the largest unit that leaves a number above 1: `300 ms`, `90 s`, `2 min`,
 * `24 h`.
 */
export function duration(ms: number): string {
  const [value, unit] =
    ms < 1000
      ? [ms, 'ms']
      : ms < 100_000
        ? [ms / 1000, 's']
        : ms < 5_400_000
          ? [ms / 60_000, 'min']
          : ms < 172_800_000
            ? [ms / 3_600_000, 'h']
            : [ms / 86_400_000, 'days']
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${unit}`
}
