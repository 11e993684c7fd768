import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import { bag, textOf } from '../prediction.ts'
import { asText, contentHash, scoresIn, type Logged } from './parts.ts'

/** What a line holds besides its metrics, for logs that do not list those. */
const NO_METRIC = new Set(['doc_id', 'idx'])

/**
 * A line of lm-evaluation-harness's `--log_samples` with its scores. A filter other than `none` is part of their names, as
 * in its result files: `exact_match,strict-match`. The answer is the filtered one; of a multiple-choice task the index
 * of the choice with the greatest log-likelihood.
 */
export function lmEvalLogged(value: unknown): Logged {
  const fields = bag(value)
  const { doc_id: id, doc, doc_hash: hash, target, target_hash: targetHash, filter, metrics } = fields
  if (typeof id !== 'number' && typeof id !== 'string') return 'it has no doc_id'
  const listed = Array.isArray(metrics) ? new Set(metrics.map(String)) : null
  const own = Object.entries(fields).filter(([name, field]) =>
    listed === null ? !NO_METRIC.has(name) && typeof field !== 'string' : listed.has(name),
  )
  const suffix = typeof filter === 'string' && filter !== 'none' ? `,${filter}` : ''
  const content = doc === undefined ? textOf(hash) : contentHash(doc)
  return {
    example: String(id),
    variant: ONLY_VARIANT,
    trial: 0,
    input: asText(bag(doc)['question']) ?? asText(bag(doc)['query']) ?? asText(doc) ?? '',
    content: content === undefined ? null : contentHash([content, textOf(targetHash) ?? null]),
    gold: asText(target),
    answer: answerOf(fields['filtered_resps']) ?? answerOf(fields['resps']),
    scores: scoresIn(own.map(([name, field]) => [`${name}${suffix}`, field] as const)),
  }
}

function answerOf(found: unknown): string | null {
  if (typeof found === 'string') return found
  if (!Array.isArray(found) || found.length === 0) return null
  const likelihoods = found.map((choice) => (Array.isArray(choice) ? Number(choice[0]) : Number.NaN))
  if (found.length > 1 && likelihoods.every((likelihood) => Number.isFinite(likelihood))) {
    return String(likelihoods.indexOf(Math.max(...likelihoods)))
  }
  return answerOf(found[0])
}
