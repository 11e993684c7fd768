import { raceCurve, type Race, type Rule } from '../../core/sequential/index.ts'
import type { PathPoint } from '../../core/types/index.ts'

/** The distance of two points in a picture, as a ratio of their units, since an interval closes fast at first. */
const RATIO = 1.2

/** Follows how the interval of a claim closes. */
export interface ClaimPath {
  /** Takes the race after each unit. */
  readonly add: (race: Race, units: number) => void
  /** Returns the points, of which the last is the claim's own interval. */
  readonly ended: (units: number, interval: readonly [number, number]) => readonly PathPoint[]
  readonly points: readonly PathPoint[]
}

/** Makes an empty path. Which units have a point does not depend on how many there will be: none has to be held for later. */
export function claimPath(rule: Rule): ClaimPath {
  const intervalOf = raceCurve(rule)
  const points: PathPoint[] = []
  let next = 1
  return {
    points,
    add(race, units) {
      if (units < next) return
      const [least, most] = intervalOf(race)
      points.push({ units, least, most })
      next = Math.max(units + 1, Math.round(RATIO * units))
    },
    ended(units, [least, most]) {
      if (units === 0) return points
      const before = points.at(-1)?.units === units ? points.slice(0, -1) : points
      return [...before, { units, least, most }]
    },
  }
}
