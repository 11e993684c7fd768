import type { Verdict } from '../../src/core/types/index.ts'
import { keeps, type ClaimUnit } from './claimUnits.ts'
import type { RaceClaim, SeedClaim, SeedGate } from './gateOfSeed.ts'

/** The scores of the whole grid, all tasks one after another, of the candidate and of the accepted release. */
export interface GridScores {
  readonly candidate: Float32Array
  readonly baseline: Float32Array
  readonly tasks: readonly {
    readonly name: string
    /** The places of the task's cells in the scores. */
    readonly all: readonly number[]
    readonly canonical: readonly number[]
    /** The places of the cells of the suite's claim on accuracy, with its floor. */
    readonly floored: readonly number[]
    readonly floor: number
  }[]
}

/** A gate on mean scores over a fixed sample: it passes or blocks, and is never unsure. */
export interface MeanRival {
  readonly name: string
  readonly verdict: (ours: SeedGate, random: () => number) => Extract<Verdict, 'pass' | 'fail'>
}

/** Margins in use: none, 2 points, 5 points. */
const MARGINS = [0, 0.02, 0.05]

/**
 * Lists the usual rules, each with as many calls as our gate took on the same seed, on cells drawn uniformly without
 * replacement. The accepted release's means are those of its full grid: the rivals are given for free what users estimate.
 */
export function meanRivals({ candidate, baseline, tasks }: GridScores): readonly MeanRival[] {
  const against = (name: string, sets: readonly (readonly number[])[]): MeanRival[] => {
    const samples = sets.map((cells) => ({ draw: sampler(cells), last: meanOf(cells, baseline) }))
    return MARGINS.map((margin) => ({
      name: `${name} at least v1's${margin === 0 ? '' : ` − ${margin}`}`,
      verdict: ({ calls }, random) =>
        passIf(
          samples.every(({ draw, last }) => meanOf(draw(calls / sets.length, random), candidate) >= last - margin),
        ),
    }))
  }
  const floors = tasks.map(({ floored, floor }) => ({ draw: sampler(floored), floor }))
  return [
    ...against('mean of all answers', [tasks.flatMap(({ all }) => all)]),
    ...against('mean of the canonical instructions', [tasks.flatMap(({ canonical }) => canonical)]),
    ...against(
      'mean of each task',
      tasks.map(({ all }) => all),
    ),
    {
      name: "mean of each task on seen instructions at least the suite's floor",
      verdict: ({ calls }, random) =>
        passIf(floors.every(({ draw, floor }) => meanOf(draw(calls / tasks.length, random), candidate) >= floor)),
    },
  ]
}

/**
 * Decides by the nearest rival: the means of our own statistics against our own limits, the calls dealt evenly to the
 * claims, each spending its part on units in the plan order of the seed. A claim about the worst of several instructions
 * deals its part evenly to them, and holds the worst mean against the limit.
 */
export function meansOfClaims(
  claims: readonly (SeedClaim | RaceClaim)[],
  { calls, orders }: Pick<SeedGate, 'calls' | 'orders'>,
): Extract<Verdict, 'pass' | 'fail'>[] {
  return claims.map((claim) => {
    const arms = 'arms' in claim ? claim.arms : [claim.units]
    const order = orders.get(claim.task.name)!
    return passIf(
      arms.every((units) => keeps(meanWithin(units, order, calls / claims.length / arms.length), claim.spec)),
    )
  })
}

function meanWithin(units: ReadonlyMap<string, ClaimUnit>, order: readonly string[], calls: number): number {
  let [left, sum, count] = [calls, 0, 0]
  for (const group of order) {
    const { value, cells } = units.get(group)!
    left -= cells.length
    if (left < 0 && count > 0) break
    sum += (value.least + value.most) / 2
    count++
  }
  return sum / count
}

function passIf(holds: boolean): 'pass' | 'fail' {
  return holds ? 'pass' : 'fail'
}

function meanOf(places: Iterable<number>, scores: Float32Array): number {
  let [sum, count] = [0, 0]
  for (const at of places) {
    sum += scores[at]!
    count++
  }
  return sum / count
}

/** Draws without replacement: the first of a shuffle. Each draw goes on shuffling the last one's array. */
function sampler(cells: readonly number[]): (count: number, random: () => number) => Iterable<number> {
  const shuffled = Uint32Array.from(cells)
  return (wanted, random) => {
    const count = Math.max(1, Math.min(Math.floor(wanted), shuffled.length))
    for (let at = 0; at < count; at++) {
      const other = at + Math.floor(random() * (shuffled.length - at))
      const taken = shuffled[other]!
      shuffled[other] = shuffled[at]!
      shuffled[at] = taken
    }
    return shuffled.subarray(0, count)
  }
}
