import type { RunUsage } from '../core/words/index.ts'

/**
 * What several processes' calls took together; `null` where none called. The whole has no cost where a part has none or
 * another currency. Percentiles do not add up: they are kept of a single part only.
 */
export function sumUsage(parts: readonly RunUsage[]): RunUsage | null {
  const [first] = parts
  if (!first || parts.length === 1) return first ?? null
  const sum = (of: (usage: RunUsage) => number) => parts.reduce((total, usage) => total + of(usage), 0)
  const currency = first.cost?.currency
  const priced = currency !== undefined && parts.every(({ cost }) => cost?.currency === currency)
  return {
    ...first,
    tokens: {
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      reasoning: sum(({ tokens }) => tokens.reasoning),
      estimated: sum(({ tokens }) => tokens.estimated),
    },
    cost: priced ? { amount: sum(({ cost }) => cost?.amount ?? 0), currency } : null,
    latencyMs: null,
  }
}
