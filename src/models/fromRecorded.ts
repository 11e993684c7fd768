import { basename } from 'node:path'
import type { ModelRequest, PromptFormat, Release } from '../core/types/index.ts'
import { MissingAnswerError, UsageError } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault, messagesIn } from './formats/chatDefault.ts'
import { plain } from './formats/index.ts'
import type { RecordedKind } from './recorded/formats/index.ts'
import type { MapRecord, Predictions } from './recorded/readPredictions.ts'
import { readPredictions } from './recorded/readPredictions.ts'
import { sha256 } from '../core/hash/index.ts'
import type { Prediction } from './recorded/formats/_internal/record.ts'

/**
 * `RecordedOptions` say how a file of recorded answers is read.
 *
 * @example
 * const options: RecordedOptions = { model: 'some-model', revision: '2026-11-21', kind: 'promptfoo' }
 */
export interface RecordedOptions {
  /** Name of the model that answered. Default: the one that the file names, else the file's name. */
  readonly model?: string
  /** Immutable revision of the model. Default: the file's sha256, for the file is what answers. */
  readonly revision?: string
  /** The format in which the prompts of the file stand. Default: `plain`, or chat messages where the file holds such. */
  readonly format?: PromptFormat
  /** The tool that wrote the file. Default: recognised by its content. */
  readonly kind?: RecordedKind
  /** Reads a record in your own way; `null` for one that holds no answer. */
  readonly map?: MapRecord
}

/**
 * Opens a release that answers from a file of predictions that a team already has: lm-evaluation-harness
 * `--log_samples`, an inspect_ai log (`.eval` or JSON), promptfoo's JSON output, plain JSONL or CSV. Answers are found
 * by the exact prompt, or by example and variant. A cell that the file lacks is missing: the claim that needs it is
 * `inconclusive`, never failed. Throws `UsageError` for a file that cannot be read, or that holds several models of
 * which none is named.
 *
 * @example
 * export const recorded = () => fromRecorded('predictions.jsonl', { model: 'some-model' })
 */
export const fromRecorded = defineReleaseAdapter(
  'fromRecorded',
  (path: string, options: RecordedOptions = {}): Release => {
    const { kind, map } = options
    const read = readPredictions(path, kind, map)
    const { file, predictions } = read
    const models = [...new Set(predictions.flatMap(({ prediction }) => prediction.model ?? []))]
    const model = options.model ?? read.model ?? (models.length === 1 ? models[0] : undefined)
    // Only what the chosen model said: a file may compare several.
    const several = models.length > 1
    if (several && (model === undefined || !models.includes(model))) {
      throw new UsageError(`fromRecorded: ${file} holds answers of ${models.join(', ')}; name one: { model: … }`)
    }
    const own = several ? predictions.filter(({ prediction }) => prediction.model === model) : predictions
    const hasMessages = own.some(({ prediction: { prompt } }) => prompt !== undefined && messagesIn(prompt) !== null)
    const { format = hasMessages ? chatDefault : plain } = options
    const index = predictionIndex({ ...read, predictions: own })
    const who = { model: model ?? basename(path), revision: options.revision ?? read.sha256 }
    return {
      endpointKind: 'recorded',
      endpoint: `recorded:${basename(path)}`,
      ...who,
      format,
      parameters: {},
      concurrency: 64,
      attempts: 1,
      async ask({ signal, ...asked }) {
        signal.throwIfAborted()
        const found = index.find(asked)
        if (found === null) {
          const { cell, trial, prompt } = asked
          const named =
            cell === undefined
              ? JSON.stringify(prompt.slice(0, 80))
              : `example ${cell.example}, variant ${cell.variant}`
          throw new MissingAnswerError(
            `${file} has no answer to trial ${trial} of ${named} (it has ${index.known(asked)} of its trials)`,
          )
        }
        const { text, finish = null, tokens = { input: null, output: null } } = found
        return { text, finish, tokens, who }
      },
    }
  },
)

type Asked = Pick<ModelRequest, 'prompt' | 'trial' | 'cell'>

/** The part of an answer that is kept: its place in the index says what it answers. */
type Answer = Pick<Prediction, 'text' | 'finish' | 'tokens'>

interface Entry extends Answer {
  readonly trial: number
  readonly line: number
}

/** The answers of a file by what they answer. */
interface PredictionIndex {
  readonly find: (asked: Asked) => Answer | null
  /** Counts the answers that the file has for this prompt or cell, of all trials. */
  readonly known: (asked: Asked) => number
}

/**
 * Indexes answers by their places. The exact prompt wins over example and variant. Throws `UsageError` for two
 * different answers in one place, since it is unknown which of them is the model's.
 */
function predictionIndex({ file, predictions }: Predictions): PredictionIndex {
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

/**
 * Normalises a prompt: tools write messages with different blanks, and a lone user's message as its text, but what asks
 * the same has one place.
 */
function sameAsked(prompt: string): string {
  const messages = messagesIn(prompt)
  if (messages === null) return prompt
  const [first] = messages
  if (messages.length === 1 && first?.role === 'user') return sameAsked(first.content)
  return JSON.stringify(messages.map(({ role, content }) => ({ role, content })))
}

/** Returns the places of a cell, the narrowest first. */
function cellPlaces({ task, example, variant }: NonNullable<ModelRequest['cell']>): string[] {
  return [{ task, example, variant }, { example, variant }, { task, example }, { example }].map(placeOf)
}
