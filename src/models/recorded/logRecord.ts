import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import type { LoggedAnswer } from '../../core/compare/index.ts'

/**
 * What one record says of an answer that was scored. The reader of the file adds its line and, where the record gives no
 * trial, counts the repeats of one cell in the order of the file.
 */
export interface LogRecord extends Omit<LoggedAnswer, 'line' | 'trial'> {
  readonly trial?: number
  /** Names among `scores` that the harness declares as a score of the example. Others are candidates for `--score` only. */
  readonly declared: readonly string[]
  /** Scores that the harness declares and that are no number for one example, e.g. the parts of a corpus metric. */
  readonly unusable?: readonly string[]
}

/** sha256 of a JSON value; composed and decomposed letters are the same content. */
export function contentHash(value: unknown): string {
  return sha256(canonicalJson(value).normalize('NFC'))
}

/** A value as text: a text as it is, anything else as its JSON; `null` for nothing. */
export function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? null)
}

/** A score as tools write it: a number, a yes or no, or one of them as text; `null` for anything else. */
export function asScore(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const word = value.trim().toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true' ? 1 : 0
  return Number.isFinite(Number(word)) ? Number(word) : null
}

/** The scores among fields, by name. Names of times, sizes, counts and costs are passed over: they are no scores. */
export function scoresIn(fields: Iterable<readonly [string, unknown]>): Record<string, number> {
  return Object.fromEntries(
    [...fields].flatMap(([name, value]) => {
      const score = asScore(value)
      return score === null || isMeasure(name) ? [] : [[name, score] as const]
    }),
  )
}

/** Words of a name that say that a column measures the call, and not how good the answer is. */
const MEASURES = new Set(
  [
    'latency time timestamp date created duration elapsed runtime seconds secs sec ms millis milliseconds',
    'token tokens cost costs price usd spend usage cache cached',
    'count counts num length len chars bytes words size index idx position rank line row number step',
    'seed temperature attempt attempts retry retries retried timeout streamed batch',
    'logprob logprobs loglikelihood perplexity ppl finish status code version',
  ]
    .join(' ')
    .split(' '),
)

/**
 * Whether a column's name says that it holds a time, a size, a count, a cost or a setting of the call: such a number is
 * never a score, since more of it is not better. Names are looked at word by word (`latencyMs`, `num_tokens`).
 */
export function isMeasure(name: string): boolean {
  return name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => MEASURES.has(word))
}
