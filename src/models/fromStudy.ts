import { nameHint } from '../core/text/index.ts'
import { UsageError, type Release } from '../core/types/index.ts'
import { defineReleaseAdapter } from './defineReleaseAdapter.ts'
import { openAICompletions, type OpenAICompletionsOptions } from './openAICompletions.ts'
import { vicunaV0, wizardlm13b } from './formats/index.ts'
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
 * answer are 128 (Alpaca, Vicuna, WizardLM) or 32 (Flan-T5, T0++). `parameters` are put over these. Where `model` names WizardLM
 * 13B, 30B or 70B, or Vicuna's weights v0, the layout is theirs. Throws `UsageError` for a name that is none of the six, an
 * option that there is not, a missing origin, and as `openAICompletions` does.
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
      // The study writes T0++, and its weights are called T0pp.
      const hint = /^t0pp$/i.test(name) ? ' (did you mean "t0++"?)' : nameHint(name, names)
      throw new UsageError(`fromStudy: ${JSON.stringify(name)} is none of the study's models${hint}`)
    }
    checkOptions(name, options)
    const own: StudyModel = studyModels[name]
    const { model = own.model } = options
    const { format, stop } = layoutOf(name, model) ?? own
    const ends = { max_tokens: MOST_TOKENS[own.kind], ...(stop.length === 0 ? {} : { stop }) }
    // Choices are scored and not generated: nothing has to end.
    const defaults = { temperature: 0, ...(options.choices === undefined ? ends : {}) }
    return openAICompletions({ ...options, model, format, parameters: { ...defaults, ...options.parameters } })
  },
)

/** Every option; the compiler holds it to the type. */
const OPTIONS = {
  origin: true,
  model: true,
  revision: true,
  path: true,
  apiKeyEnv: true,
  headersEnv: true,
  parameters: true,
  sendSeed: true,
  concurrency: true,
  requestsPerMinute: true,
  tokensPerMinute: true,
  timeoutMs: true,
  deadlineMs: true,
  attempts: true,
  maxWaitMs: true,
  choices: true,
} satisfies Record<keyof StudyOptions, true>

/** Throws `UsageError` for options that there are not, and where the origin is missing. */
function checkOptions(name: string, options: StudyOptions | undefined): asserts options is StudyOptions {
  const example = `fromStudy('${name}', { origin: 'http://127.0.0.1:8000' })`
  for (const key of Object.keys(options ?? {})) {
    if (key === 'format')
      throw new UsageError(
        'fromStudy: there is no option "format": the layout is that of the model. For another one use openAICompletions({ format })',
      )
    if (!Object.hasOwn(OPTIONS, key))
      throw new UsageError(`fromStudy: unknown option "${key}"${nameHint(key, Object.keys(OPTIONS))}`)
  }
  if (typeof options?.origin !== 'string' || options.origin === '')
    throw new UsageError(
      `fromStudy: "origin" is missing, scheme, host and port of where the model is served: ${example}`,
    )
}

/**
 * Returns the layout of weights that are asked otherwise than those of their name in `studyModels`: WizardLM from 13B on and
 * Vicuna's weights v0. `null` for all others.
 */
function layoutOf(name: string, model: string): Pick<StudyModel, 'format' | 'stop'> | null {
  if (name === 'wizardlm' && /(?:13|30|70)b/i.test(model)) return { format: wizardlm13b, stop: ['</s>'] }
  if (name === 'vicuna' && /v0(?![.\d])/i.test(model)) return { format: vicunaV0, stop: ['###'] }
  return null
}
