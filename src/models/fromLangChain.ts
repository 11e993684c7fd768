import type { BaseLanguageModel } from '@langchain/core/language_models/base'
import type { Runnable } from '@langchain/core/runnables'
import { sha256 } from '../core/hash/index.ts'
import { UsageError, type PromptFormat, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { chatDefault } from './formats/chatDefault.ts'
import { plain } from './formats/index.ts'
import {
  inputFor,
  isGraph,
  isRunnable,
  modelName,
  shapingParameters,
  switchOffCacheAndRetries,
  takesMessages,
} from './_internal/runnable.ts'
import { readOutput } from './_internal/readOutput.ts'
import { thrownFault } from './endpoint/thrownFault.ts'

/**
 * `LangChainOptions` say how a LangChain model answers.
 *
 * @example
 * const options: LangChainOptions = { model: 'some-model', revision: '2026-11-21', concurrency: 4 }
 */
export interface LangChainOptions {
  /** Name of the model. Default: the model's own; a chain must be given one, for it is not the model inside it. */
  readonly model?: string
  /** Immutable revision of the model, e.g. a dated snapshot. Default: none, so stored answers serve no gate. */
  readonly revision?: string
  /**
   * The layout of a prompt for the model. Default: the text as it is; chat models and graphs get a task's system text
   * and earlier turns as messages.
   */
  readonly format?: PromptFormat
  /** Added to what the model says of itself; part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The most calls in flight, over all workers: a whole number from 1. Default: 8. */
  readonly concurrency?: number
  /**
   * The most attempts at one request, the first included: a whole number from 1. Refusals for overload count a fifth.
   * Default: 6.
   */
  readonly attempts?: number
  /** The longest wait that a fault may ask for, in milliseconds. Default: 120000; a longer one ends the run. */
  readonly maxWaitMs?: number
}

/**
 * Opens a release from any LangChain chat model, language model or runnable. Its cache is switched off, its own retries
 * too (the package's are counted and keep to the permits), on the object itself. Throws `UsageError` for anything else,
 * and for a chain that does not say which model it is.
 *
 * @example
 * import { FakeListChatModel } from '@langchain/core/utils/testing'
 *
 * const fake = fromLangChain(new FakeListChatModel({ responses: ['yes'] }), { model: 'fake' })
 * fake.endpointKind // => 'langchain'
 */
export const fromLangChain = defineReleaseAdapter(
  'fromLangChain',
  (runnable: BaseLanguageModel | Runnable, options: LangChainOptions = {}): Release => {
    if (!isRunnable(runnable)) throw new UsageError('fromLangChain: this is no LangChain model or runnable')
    const model = options.model ?? modelName(runnable)
    if (model === null) {
      throw new UsageError(
        `fromLangChain: this ${runnable.constructor.name} does not say which model it is, ` +
          'so its answers could be taken for those of another. Name it: fromLangChain(model, { model: "name" })',
      )
    }
    for (const left of switchOffCacheAndRetries(runnable)) process.emitWarning(left, { type: 'RobustnessWarning' })
    const { revision = null, concurrency = 8, attempts, maxWaitMs } = options
    const { format = isGraph(runnable) || takesMessages(runnable) ? chatDefault : plain } = options
    const input = inputFor(runnable, format)
    const asked = { model, revision }
    return {
      endpointKind: 'langchain',
      endpoint: `langchain:${model}`,
      model,
      revision,
      format,
      parameters: { ...shapingParameters(runnable, (text) => sha256(text).slice(0, 16)), ...options.parameters },
      concurrency,
      ...(attempts === undefined ? {} : { attempts }),
      ...(maxWaitMs === undefined ? {} : { maxWaitMs }),
      async ask({ prompt, signal }) {
        signal.throwIfAborted()
        try {
          return readOutput(await runnable.invoke(input(prompt), { signal }), asked)
        } catch (error) {
          if (signal.aborted) throw signal.reason
          const fault = thrownFault(error, `${runnable.constructor.name} (${model})`)
          if (fault instanceof Error) throw fault
          return { ...fault, who: asked }
        }
      },
    }
  },
)
