import type { CallUsage, Price, StoredAnswer } from '../types/index.ts'

/** Characters that count as one token where an endpoint reports none: the usual rule of thumb for English text. */
export const CHARACTERS_PER_TOKEN = 4

/** Estimates the tokens of a text where nobody counted them: four characters are one, rounded up. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}

/**
 * Computes what one answer took: tokens as the endpoint reports them, else estimated; money by the price. A rejected request
 * generated nothing and is counted as its prompt alone.
 */
export function callUsage(answer: StoredAnswer, prompt: string, price: Price | 'unknown' | null): CallUsage {
  const tokens = answer.kind === 'answer' ? answer.tokens : { input: null, output: 0 }
  const input = tokens.input ?? estimateTokens(prompt)
  const output = tokens.output ?? (answer.kind === 'answer' ? estimateTokens(answer.text) : 0)
  const reasoning = Math.min(output, ('reasoning' in tokens ? tokens.reasoning : 0) ?? 0)
  const estimated = tokens.input === null || tokens.output === null
  return { input, output, reasoning, estimated, cost: costOf({ input, output, reasoning }, price) }
}

/** Returns the money for tokens; `null` without a price. `output` includes `reasoning`. */
export function costOf(
  { input, output, reasoning }: Pick<CallUsage, 'input' | 'output' | 'reasoning'>,
  price: Price | 'unknown' | null,
): number | null {
  if (price === null || price === 'unknown') return null
  const { inputPerMillion, outputPerMillion, reasoningPerMillion = outputPerMillion } = price
  return (input * inputPerMillion + (output - reasoning) * outputPerMillion + reasoning * reasoningPerMillion) / 1e6
}
