import { UsageError, type ModelRequest } from '../../core/words/index.ts'
import { messagesIn } from '../formats/chatDefault.ts'
import type { Prediction } from './prediction.ts'
import type { Predictions } from './readPredictions.ts'

type Asked = Pick<ModelRequest, 'prompt' | 'trial' | 'cell'>

/** The answers of a file by what they answer. */
export interface PredictionIndex {
  readonly find: (asked: Asked) => Prediction | null
  /** How many answers the file has for this prompt or cell, whatever the trial. */
  readonly known: (asked: Asked) => number
}

/**
 * Puts answers in their places. The exact prompt wins over example and variant. Throws `UsageError` at two different
 * answers in one place: which of them is the model's cannot be known.
 */
export function predictionIndex({ file, predictions }: Predictions): PredictionIndex {
  const places = new Map<string, Map<number, { readonly prediction: Prediction; readonly line: number }>>()
  for (const { prediction, line } of predictions) {
    const key = placeOf(prediction)
    const trials = places.get(key) ?? new Map<number, { prediction: Prediction; line: number }>()
    places.set(key, trials)
    const trial = prediction.trial ?? trials.size
    const earlier = trials.get(trial)
    if (earlier !== undefined && earlier.prediction.text !== prediction.text) {
      throw new UsageError(
        `fromRecorded: another answer to trial ${trial} of the same ${prediction.prompt === undefined ? 'cell' : 'prompt'} stands in line ${earlier.line}`,
        { file, line },
      )
    }
    if (earlier === undefined) trials.set(trial, { prediction, line })
  }
  const trialsOf = ({ prompt, cell }: Asked) =>
    [placeOf({ prompt }), ...(cell === undefined ? [] : cellPlaces(cell))]
      .map((key) => places.get(key))
      .find((trials) => trials !== undefined)
  return {
    find: (asked) => trialsOf(asked)?.get(asked.trial)?.prediction ?? null,
    known: (asked) => trialsOf(asked)?.size ?? 0,
  }
}

type Place = Pick<Prediction, 'prompt' | 'task' | 'example' | 'variant'>

function placeOf({ prompt, task, example, variant }: Place): string {
  return JSON.stringify(prompt === undefined ? [task ?? null, example, variant ?? null] : [sameAsked(prompt)])
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
