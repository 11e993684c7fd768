import { raceInterval, recordedRule } from '../core/sequential/index.ts'
import type { ClaimPicture, Flip, PathPoint, ClaimResult } from '../core/types/index.ts'
import { contrasts } from './_internal/contrasts.ts'
import { gather } from './gather.ts'
import { recordedApplies, recordedHas } from './_internal/skippedCells.ts'
import { planUnits, type Ask } from './planUnits.ts'
import { recall, unitEvidence } from './unitEvidence.ts'
import { recordedSamples, releaseOf, type VerifyDeps } from './verifyClaim.ts'

/** The number of points on a path: enough for a curve, and few enough that the search for each bound costs little. */
const POINTS = 48

/** Observations by `release/example/variant/trial`, of one task. */
export type CellIndex = ReadonlyMap<string, number>

/**
 * Steps through a recorded claim again, without asking, to show how its interval closed, which cells it rests on and
 * which of them failed. It shares the stepping with `decide`. Units that lack observations are skipped, since reporting
 * what is wrong with a run is the task of `verifyClaim`. `index` holds the task's cells as places in `observations`.
 */
export function retraceClaim(
  claim: ClaimResult,
  index: CellIndex,
  deps: VerifyDeps & { readonly otherIndex?: CellIndex },
): ClaimPicture {
  const { spec } = claim
  const { observations, kind, sameAnswer, otherSameAnswer = sameAnswer, otherIndex = new Map() } = deps
  const rule = recordedRule(claim)
  const gathering = gather({ spec, kind, sameAnswer, otherSameAnswer, rule })
  const wanted = pointsUpTo(claim.order.length)
  const path: PathPoint[] = []
  const cells: number[] = []
  const flips: Flip[] = []
  const kept = [...index.values(), ...otherIndex.values()].map((place) => observations[place]!)
  for (const unit of planUnits(
    spec,
    ...recordedSamples(claim, kept),
    gathering.live,
    recordedApplies(claim),
    recordedHas(claim),
  )) {
    if (gathering.done()) break
    const { found, missing } = recall(
      unit,
      (ask) => (ask.task === undefined ? index : otherIndex).get(keyOf(ask, deps)),
      (place) => observations[place]!,
    )
    if (missing.length > 0) continue
    const places = found.filter((place) => place !== undefined)
    const evidence = unitEvidence(
      unit,
      found.map((place) => observations[place ?? -1]),
    )
    gathering.add(evidence)
    const { race, units } = gathering.result()
    if (wanted.has(units.length)) {
      const [least, most] = raceInterval(race, rule)
      path.push({ units: units.length, least, most })
    }
    for (const place of places) cells.push(place)
    const placeOf = new Map(places.map((place) => [observations[place]!, place]))
    for (const example of evidence.examples) {
      for (const { before, after, failed } of contrasts(spec, example, sameAnswer)) {
        if (!failed) continue
        flips.push({
          roles: { before: before?.role ?? 'gold', after: after.role },
          before: before === null ? null : (placeOf.get(before.observation) ?? null),
          after: placeOf.get(after.observation)!,
        })
      }
    }
  }
  return { path, cells, flips }
}

/** Picks points from 1 to `count`, evenly on a logarithmic scale, since an interval closes fast at first. */
function pointsUpTo(count: number): ReadonlySet<number> {
  const at = (step: number) => Math.round(count ** (step / (POINTS - 1)))
  return new Set(Array.from({ length: POINTS }, (_, step) => at(step)))
}

function keyOf(ask: Ask, deps: VerifyDeps): string {
  const { example, variant, trial } = ask.cell
  return `${releaseOf(ask, deps)}/${example}/${variant}/${trial}`
}
