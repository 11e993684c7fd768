import { canonicalJson, sha256 } from '../../../../core/hash/index.ts'
import type { LoggedAnswer } from '../../../../core/compare/index.ts'
import { contentText } from '../../../endpoint/completions.ts'

/**
 * The content of one record about an answer that was scored. The reader of the file adds its line and, where the record
 * gives no trial, counts the repeats of one cell in the order of the file.
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

/** Returns a value as text: a text as it is, anything else as its JSON; `null` for nothing. */
export function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? null)
}

/** Reads a score as tools write it: a number, a yes or no, or one of them as text; `null` for anything else. */
export function asScore(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const word = value.trim().toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true' ? 1 : 0
  return Number.isFinite(Number(word)) ? Number(word) : null
}

/**
 * Returns the scores among fields, by name. Names of times, sizes, counts and costs are skipped, since they are no
 * scores.
 */
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
 * Says whether a column's name shows that it holds a time, a size, a count, a cost or a setting of the call: such a
 * number is never a score, since more of it is not better. Names are looked at word by word (`latencyMs`,
 * `num_tokens`).
 */
export function isMeasure(name: string): boolean {
  return name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => MEASURES.has(word))
}

/** One answer that a file holds, and which cell it answers: by the exact prompt, or by example and variant. */
export interface Prediction {
  /** The final prompt, byte for byte as the release's format renders it. */
  readonly prompt?: string
  /** Default: any task. */
  readonly task?: string
  /** Id of the example. */
  readonly example?: string
  /** Id of the variant. Default: any. */
  readonly variant?: string
  /** The number of the trial, from 0. Default: the answers to one prompt (or cell) count up in the order of the file. */
  readonly trial?: number
  readonly text: string
  /** Default: not known. */
  readonly finish?: string
  /** The model that answered. Default: the release's model. */
  readonly model?: string
  readonly tokens?: { readonly input: number | null; readonly output: number | null }
}

/** A record of a file before it is understood, and where it stands. */
export interface FileRecord {
  readonly value: unknown
  /** The number of the line, from 1; in a file that is one JSON document, the record's number. */
  readonly line: number
}

type Bag = Readonly<Record<string, unknown>>

/** Returns an object's fields; none for anything else. */
export function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {}
}

/**
 * Writes messages as the text that `chatMessages` renders: role and content, without what a tool adds to them (ids,
 * sources, types). `undefined` for anything that is no list of messages with a role.
 */
export function turnsText(list: unknown): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined
  const turns = list.map((message) => {
    const { role, content } = bag(message)
    return { role, content: contentText(content) }
  })
  return turns.every(({ role }) => typeof role === 'string') ? JSON.stringify(turns) : undefined
}

/** Returns a text as it is, and `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Returns how a run ended, in inspect_ai's word, where it did not come to its end. */
export function brokenOff(status: unknown): { readonly broken?: string } {
  const word = textOf(status)
  return word === undefined || word === 'success' ? {} : { broken: word }
}

/** A form in which a tool writes answers. */
export interface RecordedFormat {
  readonly kind: string
  /** A summary of what `fromRecorded` reads, for tables. */
  readonly summary: string
  /** The places where `gate` and `compare` find things in it, for tables. */
  readonly log: { readonly example: string; readonly variant: string; readonly trial: string; readonly scores: string }
  /** The answers that a record holds; `null` for none, a text that says why where it cannot be used. */
  readonly predictions: (record: unknown) => Prediction | readonly Prediction[] | null | string
  /** The scored answer that a record holds; a text that says why where it cannot be used. */
  readonly scored: (record: unknown) => LogRecord | string
}

/** Declares a form; the type of its name is kept. */
export function defineRecordedFormat<const Kind extends string>(
  format: RecordedFormat & { readonly kind: Kind },
): RecordedFormat & { readonly kind: Kind } {
  return format
}
