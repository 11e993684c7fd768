import { canonicalJson, sha256 } from '../core/hash/index.ts'
import type { CallTook, StoredAnswer } from '../core/types/index.ts'

const REJECTED: ReadonlySet<unknown> = new Set(['refused', 'filtered', 'too_long'])

/** One line of a journal or a store. */
export interface Entry {
  readonly key: string
  readonly answer: StoredAnswer
  /** True if the release had an immutable revision. */
  readonly pinned: boolean
  /** This line replaces an earlier one of the same key on purpose. */
  readonly refreshed?: true
  /** Release name, for messages only. */
  readonly release: string
  /** Store only: the day on which it was answered, an ISO date. */
  readonly on?: string
  /** Journal only; never part of evidence. */
  readonly context?: CallTook
}

/** The checksum stands last, over all of the line before it. */
const SUM = /,"sum":"([0-9a-f]{16})"\}$/

/** Returns an entry as a line: its JSON, with a checksum, so that a flipped byte is found. */
export function entryLine(json: string): string {
  return `${json.slice(0, -1)},"sum":"${sumOf(json)}"}`
}

/**
 * Reads a line, or says why it is no entry: a torn write, a flipped byte, a line without its checksum (nobody can say
 * whether that one was altered), a foreign line, an answer of another shape.
 */
export function readEntry(line: string): Entry | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'no whole record'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no whole record'
  const found = SUM.exec(line)
  if (found === null) return 'sum' in value ? 'its checksum is not the last of it' : 'it has no checksum'
  if (sumOf(`${line.slice(0, found.index)}}`) !== found[1]) return 'its checksum does not fit its content'
  const { sum: _, ...entry } = value as Partial<Entry & { readonly sum: string }>
  return entryFault(entry) ?? (entry as Entry)
}

/**
 * Returns the content of a stored answer without figures and identity: two entries of one key conflict if it differs.
 */
export function saying(answer: StoredAnswer): string {
  return answer.kind === 'answer' ? `answer ${JSON.stringify(answer.text)}` : `rejection ${answer.outcome}`
}

/**
 * Says whether an answer with the same text holds more than another: the scores of its choices, which earlier versions
 * did not keep.
 */
export function tellsMore(answer: StoredAnswer, than: StoredAnswer): boolean {
  return 'choices' in answer && !('choices' in than)
}

/**
 * Says whether an entry is kept rather than another of the same key with the same text: the one that holds more, else the
 * one of the earlier day, else the first by its own text. No order of files has a part in it, so that stores unite to the
 * same bytes whichever comes first.
 */
export function isPreferred(entry: Entry, than: Entry): boolean {
  if (tellsMore(entry.answer, than.answer) || tellsMore(than.answer, entry.answer))
    return tellsMore(entry.answer, than.answer)
  const [day, other] = [entry.on ?? '', than.on ?? '']
  return day === other ? keptText(entry) < keptText(than) : day < other
}

/** Returns an entry as a merged store writes it: what only a journal or an unmerged segment says is left out. */
export function keptText(entry: Entry): string {
  return canonicalJson({ ...entry, context: undefined, refreshed: undefined })
}

function sumOf(json: string): string {
  return sha256(json).slice(0, 16)
}

/**
 * Says what keeps a parsed line from being an entry, with the place in it, or `null`: an answer of another shape would
 * otherwise end the run far from the file that it came from. It takes what a run may write down of an answer, and no
 * more. Written out by hand because it is done for each answer that is reused.
 */
export function entryFault(value: unknown): string | null {
  if (!isRecord(value)) return 'no whole record'
  const { key, pinned, release, answer, refreshed, on, context } = value
  if (answer === undefined || typeof key !== 'string') return 'no whole record'
  return (
    wrong('pinned', typeof pinned === 'boolean', 'true or false') ??
    wrong('release', typeof release === 'string', 'a text') ??
    wrong('refreshed', refreshed === undefined || refreshed === true, 'true or left out') ??
    wrong(
      'on',
      on === undefined || (typeof on === 'string' && /^\d{4}-\d\d-\d\d$/.test(on)),
      'a day like 2026-09-01',
    ) ??
    (context === undefined ? null : contextFault(context)) ??
    answerFault(answer)
  )
}

function contextFault(context: unknown): string | null {
  if (!isRecord(context)) return wrong('context', false, 'an object')
  const { latencyMs, attempts } = context
  return (
    wrong('context.latencyMs', isNumber(latencyMs) && latencyMs >= 0, 'a number from 0') ??
    wrong('context.attempts', isCount(attempts), 'a whole number from 0')
  )
}

function answerFault(answer: unknown): string | null {
  if (!isRecord(answer)) return wrong('answer', false, 'an object')
  const { kind, text, finish, tokens, choices, outcome, reason, who } = answer
  if (kind === 'rejection')
    return (
      wrong('answer.outcome', REJECTED.has(outcome), [...REJECTED].join(', ')) ??
      wrong('answer.reason', typeof reason === 'string', 'a text') ??
      whoFault(who)
    )
  return (
    wrong('answer.kind', kind === 'answer', 'answer or rejection') ??
    wrong('answer.text', typeof text === 'string', 'a text') ??
    wrong('answer.finish', finish === null || typeof finish === 'string', 'a text or null') ??
    tokensFault(tokens) ??
    whoFault(who) ??
    (choices === undefined ? null : choicesFault(choices))
  )
}

function tokensFault(tokens: unknown): string | null {
  if (!isRecord(tokens)) return wrong('answer.tokens', false, 'an object')
  const { input, output, reasoning, ...others } = tokens
  return (
    wrong('answer.tokens.input', input === null || isCount(input), 'a whole number or null') ??
    wrong('answer.tokens.output', output === null || isCount(output), 'a whole number or null') ??
    wrong('answer.tokens.reasoning', reasoning === undefined || isCount(reasoning), 'a whole number or left out') ??
    unknownIn('answer.tokens', others)
  )
}

function whoFault(who: unknown): string | null {
  if (!isRecord(who)) return wrong('answer.who', false, 'an object')
  const { model, revision, fingerprint, upstream, ...others } = who
  return (
    wrong('answer.who.model', typeof model === 'string', 'a text') ??
    wrong('answer.who.revision', revision === null || typeof revision === 'string', 'a text or null') ??
    wrong('answer.who.fingerprint', isTextOrNone(fingerprint), 'a text or left out') ??
    wrong('answer.who.upstream', isTextOrNone(upstream), 'a text or left out') ??
    unknownIn('answer.who', others)
  )
}

function choicesFault(choices: unknown): string | null {
  if (!isRecord(choices)) return wrong('answer.choices', false, 'an object')
  const { texts, logProbabilities, tokens, ...others } = choices
  return (
    wrong(
      'answer.choices.texts',
      isListOf(texts, (item) => typeof item === 'string'),
      'a list of texts',
    ) ??
    wrong('answer.choices.logProbabilities', isListOf(logProbabilities, isNumber), 'a list of numbers') ??
    wrong(
      'answer.choices.tokens',
      isListOf(tokens, (item) => isCount(item) && item > 0),
      'a list of whole numbers from 1',
    ) ??
    wrong(
      'answer.choices',
      sizeOf(texts) === sizeOf(logProbabilities) && sizeOf(texts) === sizeOf(tokens),
      'of three lists of one length',
    ) ??
    unknownIn('answer.choices', others)
  )
}

function wrong(place: string, right: boolean, wanted: string): string | null {
  return right ? null : `${place} must be ${wanted}`
}

function unknownIn(place: string, others: Readonly<Record<string, unknown>>): string | null {
  const [name] = Object.keys(others)
  return name === undefined ? null : `${place} has an unknown field ${JSON.stringify(name.slice(0, 40))}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits)
}

function sizeOf(list: unknown): number {
  return Array.isArray(list) ? list.length : -1
}

/** One key under which files hold different answers. */
export interface Conflict {
  readonly key: string
  readonly release: string
  /** The contents of the differing lines; the first one is used. */
  readonly says: readonly string[]
}

/** Makes the conflict among differing entries of one key, or `null` if there is only one. */
export function conflictAmong(rivals: readonly Entry[]): Conflict | null {
  const [first] = rivals
  if (first === undefined || rivals.length < 2) return null
  return { key: first.key, release: first.release, says: rivals.map(({ answer }) => saying(answer)) }
}
