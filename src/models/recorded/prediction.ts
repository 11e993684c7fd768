import { contentText } from '../openai/chatCompletion.ts'

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
  /** From 0. Default: the answers to one prompt (or cell) count up in the order of the file. */
  readonly trial?: number
  readonly text: string
  /** Default: not known. */
  readonly finish?: string
  /** Who answered. Default: the release's model. */
  readonly model?: string
  readonly tokens?: { readonly input: number | null; readonly output: number | null }
}

/** A record of a file before it is understood, and where it stands. */
export interface FileRecord {
  readonly value: unknown
  /** From 1; of a file that is one JSON document, the record's number. */
  readonly line: number
}

type Bag = Readonly<Record<string, unknown>>

/** An object's fields; none for anything else. */
export function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {}
}

/**
 * Messages as the text that `chatMessages` renders: role and content, without what a tool adds to them (ids, sources,
 * types). `undefined` for anything that is no list of messages with a role.
 */
export function turnsText(list: unknown): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined
  const turns = list.map((message) => {
    const { role, content } = bag(message)
    return { role, content: contentText(content) }
  })
  return turns.every(({ role }) => typeof role === 'string') ? JSON.stringify(turns) : undefined
}

/** A text, or `undefined`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** How a run ended, in inspect_ai's word, where it did not come to its end. */
export function brokenOff(status: unknown): { readonly broken?: string } {
  const word = textOf(status)
  return word === undefined || word === 'success' ? {} : { broken: word }
}
