import { FLOOR, MARGIN, within, type GateClaim } from './claims.ts'
import { INSTRUCTIONS, type SimulatedRelease } from './releases.ts'

/** A gate on mean scores over a fixed sample, as eval runners have it: it passes or blocks, and is never unsure. */
export interface MeanGate {
  readonly name: string
  readonly passes: (candidate: SimulatedRelease, order: readonly number[], calls: number) => boolean
}

/** Lists the usual gates, each given as many calls as ours took on the same seed. */
export function meanGates(baseline: SimulatedRelease, claims: readonly GateClaim[]): readonly MeanGate[] {
  // The last release's mean was measured once, on examples of its own.
  const lastMean = meanScore(
    baseline,
    Array.from({ length: 500 }, (_, at) => 3 * at),
  )
  return [
    {
      name: `mean of the canonical prompt at least ${FLOOR}`,
      passes: (candidate, order, calls) => meanScore(candidate, order.slice(0, calls)) >= FLOOR,
    },
    {
      name: "mean of the canonical prompt at least the last release's",
      passes: (candidate, order, calls) => meanScore(candidate, order.slice(0, calls)) >= lastMean,
    },
    {
      name: `the same, with a margin of ${MARGIN}`,
      passes: (candidate, order, calls) => meanScore(candidate, order.slice(0, calls)) >= lastMean - MARGIN,
    },
    {
      name: 'means of our own three statistics against their limits',
      passes: (candidate, order, calls) => {
        // Each statistic gets a third of the calls; the flip rate asks the canonical prompt in addition to the rewordings.
        const share = calls / claims.length
        return claims.every((claim) => {
          const examples = order.slice(0, Math.max(1, Math.floor(share / claim.asked(order[0]!).length)))
          const sum = examples.reduce((total, at) => total + claim.value(candidate, at, claim.asked(at)), 0)
          return within(sum / examples.length, claim.rule)
        })
      },
    },
  ]
}

function meanScore({ answers }: SimulatedRelease, examples: readonly number[]): number {
  return examples.filter((example) => answers[example * INSTRUCTIONS] === 0).length / examples.length
}
