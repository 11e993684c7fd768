import type { TrendPoint } from '../core/types/index.ts'
import type { RecordedClaim } from './tables.ts'

/** Claims of earlier runs as a report's trend takes them, together with those found elsewhere, each once. Oldest first. */
export function trendPoints(claims: readonly RecordedClaim[], others: readonly TrendPoint[] = []): TrendPoint[] {
  const recorded = claims.map(({ releaseName, startedAt, title, verdict, least, most, limitValue }) => {
    return { release: releaseName, at: startedAt, title, verdict, interval: [least, most] as const, limit: limitValue }
  })
  const points = new Map(
    [...others, ...recorded].map((point) => [`${point.at} ${point.release} ${point.title}`, point]),
  )
  return [...points.values()].toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
}
