import { bag, textOf, type Prediction } from './prediction.ts'

/**
 * A line of lm-evaluation-harness's `--log_samples`: the prompt is the first argument, in `arguments.gen_args_0.arg_0`
 * or in the older `arguments[0][0]`; each of `resps[0]` is a repeat, before any filter. A text that says why, where the
 * line cannot be used: multiple-choice tasks are scored by log-likelihood there, which is no generated answer.
 */
export function lmEval(value: unknown): readonly Prediction[] | string {
  const { arguments: given, resps } = bag(value)
  const first: unknown = Array.isArray(given) ? given[0] : bag(given)['gen_args_0']
  const prompt = Array.isArray(first) ? textOf(first[0]) : textOf(bag(first)['arg_0'])
  if (prompt === undefined) return 'it has no prompt in arguments'
  const repeats: unknown = Array.isArray(resps) ? (resps[0] as unknown) : undefined
  if (!Array.isArray(repeats)) return 'it has no answer in resps'
  const texts = repeats.map(textOf)
  if (!texts.every((text) => text !== undefined)) {
    return 'its resps are log-likelihoods of choices, not generated text: log a generate_until task'
  }
  return texts.map((text, trial) => ({ prompt, text, trial }))
}
