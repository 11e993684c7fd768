import { basename } from 'node:path'
import { MissingAnswerError, UsageError, type PromptFormat, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault, messagesIn } from './formats/chatDefault.ts'
import { plain } from './formats/index.ts'
import { predictionIndex } from './recorded/predictionIndex.ts'
import type { RecordedKind } from './recorded/formats/index.ts'
import { readPredictions, type MapRecord } from './recorded/readPredictions.ts'

/** How a file of recorded answers is read. */
export interface RecordedOptions {
  /** Name of the model that answered. Default: the one that the file names, else the file's name. */
  readonly model?: string
  /** Immutable revision of the model. Default: the file's sha256, for the file is what answers. */
  readonly revision?: string
  /** The format in which the prompts of the file stand. Default: `plain`, or chat messages where the file holds such. */
  readonly format?: PromptFormat
  /** Which tool wrote the file. Default: seen from its content. */
  readonly kind?: RecordedKind
  /** Reads a record in your own way; `null` for one that holds no answer. */
  readonly map?: MapRecord
}

/**
 * A release that answers from a file of predictions that a team already has: lm-evaluation-harness `--log_samples`,
 * an inspect_ai log (`.eval` or JSON), promptfoo's JSON output, plain JSONL or CSV. Answers are found by the exact prompt, or by
 * example and variant. A cell that the file lacks is missing: the claim that needs it is `inconclusive`, never failed.
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
