import type { Observation } from '../words/index.ts'

/**
 * The log-probability of one cell's answer, word for word, under another cell's prompt (natural logarithm, summed over
 * `tokens` tokens), as the other cell's observation tells it; `null` where it does not, or where there is no answer.
 */
export function toldLogProbability(
  asked: Observation,
  { raw }: Observation,
): { readonly total: number; readonly tokens: number } | null {
  const { choices } = asked
  if (choices === undefined || raw === null) return null
  const at = choices.texts.indexOf(raw)
  const [total, tokens] = [choices.logProbabilities[at], choices.tokens[at]]
  return total === undefined || tokens === undefined ? null : { total, tokens }
}
