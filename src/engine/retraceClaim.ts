import { recordedRule, type Rule } from '../core/sequential/index.ts'
import type { Cell, ClaimPicture, ClaimResult, Flip, Observation, ObservationList } from '../core/types/index.ts'
import { claimPath } from './_internal/claimPath.ts'
import { contrasts } from './_internal/contrasts.ts'
import { gather } from './gather.ts'
import { countedUnits } from './_internal/unitList.ts'
import { recordedApplies, recordedHas } from './_internal/skippedCells.ts'
import { planUnits } from './planUnits.ts'
import { recall, unitEvidence } from './unitEvidence.ts'
import { recordedSamples, releaseOf, type VerifyDeps } from './verifyClaim.ts'

/** The order of the evidence. */
const SIDES = ['candidate', 'baseline'] as const

/** Finds the observations of one task. */
export interface CellIndex {
  /** Returns the place of a release's observation; `undefined` where there is none. */
  readonly find: (release: string, cell: Cell) => number | undefined
  /** Returns the observed examples; some may come more than once. */
  readonly examples: () => Iterable<{ readonly id: string; readonly group: string }>
}

/** The index of a task without observations. */
const NOTHING: CellIndex = { find: () => undefined, examples: () => [] }

/** The inputs of stepping through a claim again. */
export interface RetraceDeps extends Pick<VerifyDeps, 'kind' | 'sameAnswer' | 'otherSameAnswer' | 'releases'> {
  readonly observations: ObservationList
  readonly otherIndex?: CellIndex | undefined
  /** The rule to step by. Default: the one that decided the claim. */
  readonly rule?: Rule
}

/** An observation and its place. */
interface Found {
  readonly place: number
  readonly observation: Observation
}

/**
 * Steps through a recorded claim again, without asking, to show how its interval closed, which cells it rests on and
 * which of them failed. It shares the stepping with `decide`. Units that lack observations are skipped, since reporting
 * what is wrong with a run is the task of `verifyClaim`. `index` finds the task's cells as places in `observations`.
 */
export function retraceClaim(claim: ClaimResult, index: CellIndex | undefined, deps: RetraceDeps): ClaimPicture {
  const { spec } = claim
  const own = index ?? NOTHING
  const {
    observations,
    kind,
    sameAnswer,
    otherSameAnswer = sameAnswer,
    otherIndex = NOTHING,
    rule = recordedRule(claim),
  } = deps
  const gathering = gather({ spec, kind, sameAnswer, otherSameAnswer, rule, units: countedUnits() })
  const path = claimPath(rule)
  const cells: number[] = []
  const flips: Flip[] = []
  for (const unit of planUnits(
    spec,
    ...recordedSamples(claim, (task) => (task === spec.task ? own : otherIndex).examples()),
    gathering.live,
    recordedApplies(claim),
    recordedHas(claim),
  )) {
    if (gathering.done()) break
    const { found, missing } = recall(
      unit,
      (ask): Found | undefined => {
        const place = (ask.task === undefined ? own : otherIndex).find(releaseOf(ask, deps), ask.cell)
        return place === undefined ? undefined : { place, observation: observations.at(place)! }
      },
      ({ observation }) => observation,
    )
    if (missing.length > 0) continue
    const evidence = unitEvidence(
      unit,
      found.map((one) => one?.observation),
    )
    gathering.add(evidence)
    const { race, units } = gathering.result()
    path.add(race, units.length)
    for (const side of SIDES)
      for (const [at, one] of found.entries())
        if (one !== undefined && unit.asks[at]!.side === side) cells.push(one.place)
    const placeOf = (side: Observation) => found.find((one) => one?.observation === side)?.place
    for (const example of evidence.examples) {
      for (const { before, after, failed } of contrasts(spec, example, sameAnswer)) {
        if (!failed) continue
        flips.push({
          roles: { before: before?.role ?? 'gold', after: after.role },
          before: before === null ? null : (placeOf(before.observation) ?? null),
          after: placeOf(after.observation)!,
        })
      }
    }
  }
  const { length } = gathering.result().units
  return { path: length === claim.order.length ? path.ended(length, claim.interval) : path.points, cells, flips }
}
