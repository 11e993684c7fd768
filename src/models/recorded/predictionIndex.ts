import { sha256 } from '../../core/hash/index.ts'
import { UsageError, type ModelRequest } from '../../core/types/index.ts'
import { messagesIn } from '../formats/chatDefault.ts'
import type { Prediction } from './prediction.ts'
import type { Predictions } from './readPredictions.ts'

type Asked = Pick<ModelRequest, 'prompt' | 'trial' | 'cell'>

/** What is kept of an answer: the place that it stands in says what it answers. */
type Answer = Pick<Prediction, 'text' | 'finish' | 'tokens'>

interface Entry extends Answer {
  readonly trial: number
  readonly line: number
}

/** The answers of a file by what they answer. */
export interface PredictionIndex {
  readonly find: (asked: Asked) => Answer | null
  /** How many answers the file has for this prompt or cell, whatever the trial. */
  readonly known: (asked: Asked) => number
}

/**
 * Puts answers in their places. The exact prompt wins over example and variant. Throws `UsageError` at two different
 * answers in one place: which of them is the model's cannot be known.
 */
export function predictionIndex({ file, predictions }: Predictions): PredictionIndex {
  // Most places have one answer, which needs no map of its own.
  const places = new Map<string, Entry | Map<number, Entry>>()
  for (const { prediction, line } of predictions) {
    const key = placeOf(prediction)
    const known = places.get(key)
    const trial = prediction.trial ?? countOf(known)
    const earlier = entryOf(known, trial)
    const { text, finish, tokens } = prediction
    if (earlier !== undefined && earlier.text !== text) {
      throw new UsageError(
        `fromRecorded: another answer to trial ${trial} of the same ${prediction.prompt === undefined ? 'cell' : 'prompt'} stands in line ${earlier.line}`,
        { file, line },
      )
    }
    if (earlier !== undefined) continue
    const entry = {
      text,
      trial,
      line,
      ...(finish !== undefined && { finish }),
      ...(tokens !== undefined && { tokens }),
    }
    if (known === undefined) places.set(key, entry)
    else if (known instanceof Map) known.set(trial, entry)
    else places.set(key, new Map([known, entry].map((one) => [one.trial, one])))
  }
  const trialsOf = ({ prompt, cell }: Asked) =>
    [placeOf({ prompt }), ...(cell === undefined ? [] : cellPlaces(cell))]
      .map((key) => places.get(key))
      .find((trials) => trials !== undefined)
  return {
    find: (asked) => entryOf(trialsOf(asked), asked.trial) ?? null,
    known: (asked) => countOf(trialsOf(asked)),
  }
}

function entryOf(known: Entry | Map<number, Entry> | undefined, trial: number): Entry | undefined {
  if (known instanceof Map) return known.get(trial)
  return known?.trial === trial ? known : undefined
}

function countOf(known: Entry | Map<number, Entry> | undefined): number {
  if (known instanceof Map) return known.size
  return known === undefined ? 0 : 1
}

type Place = Pick<Prediction, 'prompt' | 'task' | 'example' | 'variant'>

/** Characters of the name of a place; a hash has 64. */
const LONGEST_NAME = 64

function placeOf({ prompt, task, example, variant }: Place): string {
  const name = JSON.stringify(prompt === undefined ? [task ?? null, example, variant ?? null] : [sameAsked(prompt)])
  // A hash stands for a long prompt: those of a large file are most of its text.
  return name.length > LONGEST_NAME ? sha256(name) : name
}

/** Tools write messages with other blanks, and a lone user's message as its text: what asks the same has one place. */
function sameAsked(prompt: string): string {
  const messages = messagesIn(prompt)
  if (messages === null) return prompt
  const [first] = messages
  if (messages.length === 1 && first?.role === 'user') return sameAsked(first.content)
  return JSON.stringify(messages.map(({ role, content }) => ({ role, content })))
}

/** The places of a cell, the narrowest first. */
function cellPlaces({ task, example, variant }: NonNullable<ModelRequest['cell']>): string[] {
  return [{ task, example, variant }, { example, variant }, { task, example }, { example }].map(placeOf)
}
