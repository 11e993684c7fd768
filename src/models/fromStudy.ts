import { nameHint } from '../core/text/index.ts'
import { UsageError, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { openAICompletions, type OpenAICompletionsOptions } from './openAICompletions.ts'
import { studyModels, type StudyModel } from './studyModels.ts'

/** The most tokens of an answer: a decoder may explain itself, an encoder-decoder gives the bare answer. */
const MOST_TOKENS: Readonly<Record<StudyModel['kind'], number>> = { decoder: 128, 'encoder-decoder': 32 }

/**
 * `StudyOptions` say where one of the six models of the study is served. All but `origin` may be left out: the layout of
 * the prompt and the stop texts are the model's own.
 *
 * @example
 * const options: StudyOptions = {
 *   origin: 'http://127.0.0.1:8000',
 *   model: 'vicuna-7b',
 *   revision: 'sha256 of the weights',
 *   apiKeyEnv: 'VLLM_KEY',
 * }
 */
export interface StudyOptions extends Omit<OpenAICompletionsOptions, 'model' | 'format'> {
  /** Id of the model, as the endpoint knows it. Default: the name of the weights, e.g. `google/flan-t5-xl`. */
  readonly model?: string
}

/**
 * Opens one of the study's six models behind an endpoint with raw completions (vLLM, TGI, llama.cpp): its prompts are byte
 * for byte those that it was tuned on, an answer ends at its stop texts, the temperature is 0 and the most tokens of an
 * answer are 128 (Alpaca, Vicuna, WizardLM) or 32 (Flan-T5, T0++). `parameters` are put over these. Throws `UsageError` for
 * a name that is none of the six, and as `openAICompletions` does.
 *
 * @example
 * const release = fromStudy('vicuna', { origin: 'http://127.0.0.1:8000' })
 * release.parameters // => { temperature: 0, max_tokens: 128, stop: ['</s>'] }
 * release.format.name // => 'vicuna-v1.1'
 */
export const fromStudy = defineReleaseAdapter(
  'fromStudy',
  (name: keyof typeof studyModels, options: StudyOptions): Release => {
    const names = Object.keys(studyModels)
    if (!names.includes(name)) {
      const hint = nameHint(name, names)
      throw new UsageError(`fromStudy: ${JSON.stringify(name)} is none of the study's models${hint}`)
    }
    const { model, format, kind, stop }: StudyModel = studyModels[name]
    const ends = { max_tokens: MOST_TOKENS[kind], ...(stop.length === 0 ? {} : { stop }) }
    // Choices are scored and not generated: nothing has to end.
    const own = { temperature: 0, ...(options.choices === undefined ? ends : {}) }
    return openAICompletions({ model, ...options, format, parameters: { ...own, ...options.parameters } })
  },
)
