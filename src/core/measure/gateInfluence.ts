import type { Observation, ObservationList } from '../types/index.ts'
import { noteOnInfluence } from '../wording/index.ts'
import {
  choiceOf,
  exampleValues,
  isWithin,
  notMeasurable,
  statisticOf,
  type ExampleValue,
  type ValuedClaim,
} from './claimValues.ts'

/** Above this number of examples no single instruction is looked at: it would take longer than some runs. */
const MOST_EXAMPLES = 2000

/**
 * A `GateInfluence` finds the instructions that move a gate's estimate. It takes the observations while they come, so that nothing
 * waits for it when the claim is decided: a run spends most of that time waiting for its model.
 */
export interface GateInfluence {
  /** Takes what was added to a claim's observations; a list that is shorter than before starts over. */
  readonly take: (observations: ObservationList) => void
  /**
   * Names the instructions without which the estimate would be on the other side of the limit, as a note for the claim;
   * `null` where there is none. `observations`: all of the claim. Exploratory: the data stopped when they looked decisive, so no
   * interval goes with it.
   */
  readonly note: (observations: ObservationList) => string | null
}

/** Starts to look at a claim without observations. */
export function gateInfluence(claim: ValuedClaim): GateInfluence {
  const valueOf = exampleValues(claim)
  const examples = new Map<string, ExampleValue | null>()
  /** The cells of the example that came last. */
  let open: Observation[] = []
  let taken = 0
  /** `scattered`: an example came back after others, so that the value made of its first cells is not that of all. */
  let state: 'going on' | 'scattered' | 'given up' = 'going on'

  function start(): void {
    examples.clear()
    open = []
    taken = 0
    state = notMeasurable(claim.spec) === null ? 'going on' : 'given up'
  }

  function close(): void {
    if (open[0] !== undefined) examples.set(open[0].example, valueOf(open))
    open = []
  }

  function add(observation: Observation): void {
    if (open[0]?.example !== observation.example) {
      close()
      if (examples.has(observation.example)) state = 'scattered'
      else if (examples.size === MOST_EXAMPLES) state = 'given up'
      else examples.set(observation.example, null)
      if (state !== 'going on') return examples.clear()
    }
    open.push(observation)
  }

  function take(observations: ObservationList): void {
    if (observations.length < taken) start()
    for (; state === 'going on' && taken < observations.length; taken++) add(observations.at(taken)!)
  }

  start()
  return {
    take,
    note(observations) {
      take(observations)
      if (state === 'given up') return null
      close()
      return noteOf(claim, state === 'scattered' ? gathered(observations, valueOf) : examples.values())
    },
  }
}

/** Returns the values of all examples; none where they are too many. */
function gathered(
  observations: ObservationList,
  valueOf: (cells: readonly Observation[]) => ExampleValue,
): readonly ExampleValue[] {
  const cells = Map.groupBy(observations, ({ example }) => example)
  return cells.size > MOST_EXAMPLES ? [] : [...cells.values()].map(valueOf)
}

function noteOf(claim: ValuedClaim, examples: Iterable<ExampleValue | null>): string | null {
  const { spec } = claim
  const known = [...examples].filter((one) => one !== null)
  const statistic = statisticOf(claim, known)
  const { estimate } = statistic.whole
  if (estimate === null) return null
  const crossing = choiceOf(spec).flatMap((variant) => {
    if (!statistic.mayCross(variant)) return []
    const { estimate: without } = statistic.without(variant)
    if (without === null || isWithin(spec, without) === isWithin(spec, estimate)) return []
    return [{ variant, estimate: without }]
  })
  return noteOnInfluence(crossing, spec.limit)
}
