import { bySide } from '../types/index.ts'
import { agreeing } from './confidenceSequence.ts'
import { raceInterval, worstOf, type Race } from './race.ts'
import { levels, type Rule } from './rule.ts'
import { segmentedWealth } from './segments.ts'
import type { SequentialState } from './step.ts'

/** The parts of the range that a bound in a picture is between: one to the last digit takes five times as long. */
const PARTS = 4096

type Side = 'above' | 'below'

/**
 * Makes a function that computes `raceInterval` for a picture of it, again and again while the race goes on: each bound is at
 * most one part of the range further out. It looks for each bound from where the last one was, and passes over the arms that
 * cannot have the worst one.
 */
export function raceCurve(rule: Rule): (race: Race) => readonly [number, number] {
  if (rule.datasetSize !== undefined) return (race) => raceInterval(race, rule)
  const [low, high] = rule.range
  const worst = worstOf(rule)
  const thresholds = bySide(rule.sense, levels(rule))
  const latest = { above: 0, below: 0 }
  /** The bounds of arms with a verdict, whose states stay as they are. */
  const decided = new Map<SequentialState, readonly [number, number]>()

  function refuted(state: SequentialState, side: Side): (part: number) => boolean {
    const threshold = Math.log(1 / thresholds[side])
    return (part) => segmentedWealth(state[side], state.segments?.[side] ?? [], part / PARTS) >= threshold
  }

  function inRange(above: number, below: number): readonly [number, number] {
    return [low + (high - low) * (above / PARTS), high - (high - low) * (below / PARTS)]
  }

  function boundsOfDecided(state: SequentialState): readonly [number, number] {
    const known = decided.get(state)
    if (known !== undefined) return known
    const part = (side: Side) => mostRefuted(refuted(state, side), latest[side])
    const bounds = agreeing(inRange(part('above'), part('below')), state.verdict, rule)
    decided.set(state, bounds)
    return bounds
  }

  return (race) => {
    const open = race.filter(({ verdict }) => verdict === null)
    const bounds = race.filter(({ verdict }) => verdict !== null).map(boundsOfDecided)
    if (open.length > 0) {
      // An upper bound falls as more parts below it are refuted, so its worst is the other way round.
      for (const side of ['above', 'below'] as const) {
        const refutedOf = open.map((state) => refuted(state, side))
        const isGreatest = (side === 'above') === (worst === Math.max)
        latest[side] = isGreatest ? greatest(refutedOf, latest[side]) : least(refutedOf, latest[side])
      }
      bounds.push(inRange(latest.above, latest.below))
    }
    return [worst(...bounds.map(([lower]) => lower)), worst(...bounds.map(([, upper]) => upper))]
  }
}

type Refuted = (part: number) => boolean

/** Returns the greatest of the last parts that each arm refutes. */
function greatest([first, ...others]: readonly Refuted[], near: number): number {
  let best = mostRefuted(first!, near)
  for (const refuted of others) if (best + 1 < PARTS && refuted(best + 1)) best = mostRefuted(refuted, best + 1)
  return best
}

/** Returns the least of the last parts that each arm refutes. */
function least([first, ...others]: readonly Refuted[], near: number): number {
  let best = mostRefuted(first!, near)
  for (const refuted of others) if (best > 0 && !refuted(best)) best = mostRefuted(refuted, best)
  return best
}

/** Returns the last part that is refuted, or 0; each one before it is refuted too. The search begins `near` it. */
function mostRefuted(refuted: Refuted, near: number): number {
  let [low, high] = [0, PARTS]
  let step = 1
  if (refuted(near)) {
    low = near
    while (low + step < PARTS && refuted(low + step)) {
      low += step
      step *= 2
    }
    high = Math.min(high, low + step)
  } else {
    high = near
    while (high - step > 0 && !refuted(high - step)) {
      high -= step
      step *= 2
    }
    low = Math.max(low, high - step)
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (refuted(middle)) low = middle
    else high = middle
  }
  return low
}
