import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { UsageError, type PromptFormat, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { plain } from './formats/index.ts'
import { localSession, modelFolder } from './_internal/localModel.ts'

/**
 * `FolderOptions` say how a folder with an ONNX export answers.
 *
 * @example
 * const options: FolderOptions = { dtype: 'fp32', maxNewTokens: 64 }
 */
export interface FolderOptions {
  /** The layout of a prompt for the model. Default: `plain`. */
  readonly format?: PromptFormat
  /** The most tokens of an answer, a whole number from 1. Default: 32. */
  readonly maxNewTokens?: number
  /** Number format of the exported weights: `q8`, `fp16`, `fp32`, … Default: `q8`. */
  readonly dtype?: string
  /** Name of the model. Default: the folder's name. */
  readonly model?: string
  /**
   * The calls at once, over all workers: a whole number from 1. A worker computes one after another, on one core, and the
   * latency of a call holds its wait for those before it. Default: two for each core, so that every worker has its next call at
   * hand.
   */
  readonly concurrency?: number
}

/**
 * Opens a release from a folder with an ONNX export (T5 and its like, or a causal model), run in this process by
 * `@huggingface/transformers`; nothing is downloaded. The revision is a digest of the folder's files. The folder is
 * looked at now, the model loaded at the first question. Throws `UsageError` for a folder or an option that cannot be
 * used.
 *
 * @example
 * const tiny = fromFolder('fixtures/models/t5-0.1m', { maxNewTokens: 16 })
 * tiny.model // => 't5-0.1m'
 * tiny.parameters // => { maxNewTokens: 16, dtype: 'q8' }
 */
export const fromFolder = defineReleaseAdapter('fromFolder', (path: string, options: FolderOptions = {}): Release => {
  const {
    format = plain,
    maxNewTokens = 32,
    dtype = 'q8',
    model = basename(resolve(path)),
    concurrency = 2 * availableParallelism(),
  } = options
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1) {
    throw new UsageError(`fromFolder: maxNewTokens must be a whole number from 1, not ${maxNewTokens}`)
  }
  if (format.messages) {
    throw new UsageError(`fromFolder: the format ${format.name} is for chat endpoints; take chatTemplate(folder)`)
  }
  const folder = modelFolder(path, dtype)
  const who = { model, revision: folder.revision }
  return {
    endpointKind: 'local',
    endpoint: `local:${model}`,
    ...who,
    format,
    parameters: { maxNewTokens, dtype },
    concurrency,
    // The same arithmetic gives the same error: a second attempt repairs nothing.
    attempts: 1,
    async ask({ prompt, signal }) {
      signal.throwIfAborted()
      const session = await localSession(folder, dtype)
      const generated = await session.generate(prompt, maxNewTokens, signal)
      if (generated === null) {
        return { outcome: 'too_long', reason: `the prompt has more than ${folder.maxInput} tokens`, who }
      }
      const { text, input, output, cut } = generated
      return { text, finish: cut ? 'length' : 'stop', tokens: { input, output }, who }
    },
  }
})
