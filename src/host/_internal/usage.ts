import type { Budget, CallUsage, RunUsage } from '../../core/types/index.ts'

/** The width of a latency class on the logarithmic scale: classes differ by 2%. */
const STEP = Math.log(1.02)

/** Adds up what calls took, in a size that does not grow with them. */
interface Usage {
  readonly add: (latencyMs: number, usage: CallUsage | null) => void
  readonly total: () => RunUsage | null
}

/** Returns the totals of one invocation. */
export function createUsage(currency: string, budget: Budget | undefined): Usage {
  const tokens = { input: 0, output: 0, reasoning: 0, estimated: 0 }
  const latencies = new Map<number, number>()
  let [calls, amount, unpriced] = [0, 0, 0]

  const quantile = (share: number): number => {
    let left = Math.ceil(share * calls)
    for (const [step, count] of [...latencies].toSorted((a, b) => a[0] - b[0])) {
      left -= count
      if (left <= 0) return Math.round(Math.exp(step * STEP) * 100) / 100
    }
    return 0
  }

  return {
    add(latencyMs, usage) {
      calls += 1
      const step = Math.round(Math.log(Math.max(0.01, latencyMs)) / STEP)
      latencies.set(step, (latencies.get(step) ?? 0) + 1)
      if (usage === null) {
        unpriced += 1
        return
      }
      tokens.input += usage.input
      tokens.output += usage.output
      tokens.reasoning += usage.reasoning
      tokens.estimated += usage.estimated ? 1 : 0
      if (usage.cost === null) unpriced += 1
      else amount += usage.cost
    },
    total() {
      if (calls === 0) return null
      return {
        tokens: { ...tokens },
        cost: unpriced > 0 ? null : { amount, currency },
        latencyMs: { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99) },
        ...(budget && { budget }),
      }
    },
  }
}
