import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import type { LogRecord, Prediction } from './_internal/record.ts'
import {
  asScore,
  asText,
  bag,
  contentHash,
  defineRecordedFormat,
  isMeasure,
  scoresIn,
  textOf,
  turnsText,
} from './_internal/record.ts'

/**
 * A line of lm-evaluation-harness's `--log_samples`.
 *
 * The prompt is the first argument, in `arguments.gen_args_0.arg_0` or in the older `arguments[0][0]`; of a chat API it is
 * a list of one text that holds the messages as JSON. Each of `resps[0]` is a repeat, before any filter.
 *
 * Scored, a line is the answer to `doc_id` under one filter. A filter other than `none` is part of its scores' names, as
 * in the harness's result files: `exact_match,strict-match`. The metrics are those that `metrics` lists; older versions
 * list none, and there every other number of a line is one.
 */
export const lmEval = defineRecordedFormat({
  kind: 'lm-eval',
  summary: "lm-evaluation-harness's `--log_samples`: JSON Lines, or a JSON list, with arguments, resps",
  log: {
    example: '`doc_id`',
    variant: 'one',
    trial: 'one',
    scores: 'its metrics; under a filter `metric,filter`',
  },
  predictions(value) {
    const { arguments: given, resps } = bag(value)
    const first: unknown = Array.isArray(given) ? given[0] : bag(given)['gen_args_0']
    const prompt = promptOf(Array.isArray(first) ? first[0] : bag(first)['arg_0'])
    if (prompt === undefined) return 'it has no prompt in arguments'
    const repeats: unknown = Array.isArray(resps) ? (resps[0] as unknown) : undefined
    if (!Array.isArray(repeats)) return 'it has no answer in resps'
    const texts = repeats.map(textOf)
    if (!texts.every((text) => text !== undefined)) {
      return 'its resps are log-likelihoods of choices, not generated text: log a generate_until task'
    }
    return texts.map((text, trial): Prediction => ({ prompt, text, trial }))
  },
  scored(value) {
    const fields = bag(value)
    const { doc_id: id, doc, doc_hash: hash, target, filter, metrics } = fields
    if (typeof id !== 'number' && typeof id !== 'string') return 'it has no doc_id'
    const listed = Array.isArray(metrics) ? new Set(metrics.map(String)) : null
    const suffix = typeof filter === 'string' && filter !== 'none' ? `,${filter}` : ''
    const own = Object.entries(fields)
      .filter(([name, field]) =>
        listed === null ? !NO_METRIC.has(name) && typeof field !== 'string' : listed.has(name),
      )
      .map(([name, field]) => [`${name}${suffix}`, field] as const)
    const scores = scoresIn(own)
    const unusable = own.filter(([name, field]) => isOdd(field) && !isMeasure(name)).map(([name]) => name)
    const content = doc === undefined ? textOf(hash) : contentHash(doc)
    const nothing =
      listed === null ? [] : own.filter(([name, field]) => field === null && !isMeasure(name)).map(([name]) => name)
    return {
      example: String(id),
      variant: ONLY_VARIANT,
      trial: 0,
      input: asText(bag(doc)['question']) ?? asText(bag(doc)['query']) ?? asText(doc) ?? '',
      // The target's own hash is not looked at: newer versions of the harness have it and older ones do not.
      content: content === undefined ? null : contentHash(content),
      gold: asText(target),
      answer: answerOf(fields['filtered_resps']) ?? answerOf(fields['resps']),
      scores,
      declared: Object.keys(scores).concat(nothing),
      ...(unusable.length > 0 && { unusable }),
      ...(nothing.length > 0 && { reason: `its ${nothing.join(', ')} is no number` }),
    } satisfies LogRecord
  },
})

/** The fields of a line that are no metrics, for logs that do not list their metrics. */
const NO_METRIC = new Set('doc_id idx doc target arguments resps filtered_resps metrics filter'.split(' '))

function isOdd(field: unknown): boolean {
  return field !== null && field !== undefined && asScore(field) === null
}

/** Returns a prompt as text: of a chat, the JSON of its messages with nothing but role and content. */
function promptOf(given: unknown): string | undefined {
  const [only, ...more] = Array.isArray(given) ? (given as unknown[]) : [given]
  const text = more.length === 0 ? textOf(only) : undefined
  return turnsText(text === undefined ? given : parsed(text)) ?? text
}

function parsed(text: string): unknown {
  if (!text.startsWith('[')) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function answerOf(found: unknown): string | null {
  if (typeof found === 'string') return found
  if (!Array.isArray(found) || found.length === 0) return null
  const likelihoods = found.map((choice) => (Array.isArray(choice) ? Number(choice[0]) : Number.NaN))
  if (found.length > 1 && likelihoods.every((likelihood) => Number.isFinite(likelihood))) {
    const best = likelihoods.reduce((most, likelihood) => Math.max(most, likelihood), -Infinity)
    return String(likelihoods.indexOf(best))
  }
  return answerOf(found[0])
}
