import { sha256 } from '../core/hash/index.ts'
import type { CallTook, StoredAnswer } from '../core/words/index.ts'
import { entryFault } from './entryShape.ts'

/** One line of a journal or a store. */
export interface Entry {
  readonly key: string
  readonly answer: StoredAnswer
  /** Whether the release had an immutable revision. */
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

/** An entry as a line: its JSON, with a checksum, so that a flipped byte is found. */
export function entryLine(json: string): string {
  return `${json.slice(0, -1)},"sum":"${sumOf(json)}"}`
}

/**
 * Reads a line, or says why it is no entry: a torn write, a flipped byte, a line without its checksum (nobody can tell
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
  const { sum: _, ...entry } = value as Partial<Record<keyof Entry | 'sum', unknown>>
  return entryFault(entry) ?? (entry as unknown as Entry)
}

/** What a stored answer says, without figures and identity: two entries of one key conflict if this differs. */
export function saying(answer: StoredAnswer): string {
  return answer.kind === 'answer' ? `answer ${JSON.stringify(answer.text)}` : `rejection ${answer.outcome}`
}

/** Whether an answer of the same words tells more: of its choices, which earlier versions did not keep. */
export function tellsMore(answer: StoredAnswer, than: StoredAnswer): boolean {
  return 'choices' in answer && !('choices' in than)
}

function sumOf(json: string): string {
  return sha256(json).slice(0, 16)
}
