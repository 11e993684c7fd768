import type { ClaimPicture, ClaimTrace, Flip, ObservationList } from '../core/types/index.ts'

/** A claim with what was noted while it was decided: its observations begin at `start` of those of all claims. */
interface TracedClaim {
  readonly start: number
  readonly length: number
  readonly trace: ClaimTrace
}

/** Traced claims by title. */
export type Traces = ReadonlyMap<string, TracedClaim>

/** Puts the traces of claims beside the places of their observations, which follow one another in the order of the claims. */
export function tracesFrom(
  claims: readonly {
    readonly title: string
    readonly observations: Pick<ObservationList, 'length'>
    readonly trace?: ClaimTrace | undefined
  }[],
): Traces {
  const traces = new Map<string, TracedClaim>()
  let start = 0
  for (const { title, observations, trace } of claims) {
    const { length } = observations
    if (trace) traces.set(title, { start, length, trace })
    start += length
  }
  return traces
}

/** Makes the picture of a claim from what was noted; `placeOf` turns a place among all observations into that of the picture. */
export function fromTrace(
  { start, length, trace: { path, roles, flips: noted } }: TracedClaim,
  placeOf: (place: number) => number,
): ClaimPicture {
  const cells = Array.from({ length }, (_, at) => placeOf(start + at))
  const flips: Flip[] = []
  for (let at = 0; at < noted.length; at += 3) {
    const [after, before, pair] = [noted[at]!, noted[at + 1]!, roles[noted[at + 2]!]!]
    flips.push({
      roles: { before: pair[0], after: pair[1] },
      before: before === -1 ? null : placeOf(start + before),
      after: placeOf(start + after),
    })
  }
  return { path, cells, flips }
}
