import { withoutMinusZero } from './formatEstimate.ts'

/**
 * A bound, rounded outward: a lower bound (`down`) is never printed above its value, an upper one (`up`) never below.
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
  const step = 10 ** -decimals
  if (direction === 'down' && Number(nearest) > value)
    return withoutMinusZero((Number(nearest) - step).toFixed(decimals))
  if (direction === 'up' && Number(nearest) < value) return withoutMinusZero((Number(nearest) + step).toFixed(decimals))
  return withoutMinusZero(nearest)
}
