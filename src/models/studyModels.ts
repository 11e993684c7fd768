import type { PromptFormat } from '../core/types/index.ts'
import { alpaca, plain, vicunaV11, wizardlm7b } from './formats/index.ts'

/**
 * A `StudyModel` is one of the six models of the 2023 study: how it is asked, and how it can be served today.
 *
 * @example
 * const causal = (models: readonly StudyModel[]) => models.filter(({ kind }) => kind === 'decoder').length
 * causal(Object.values(studyModels)) // => 3
 */
export interface StudyModel {
  /** The name by which the study calls it. */
  readonly name: string
  /** The name of weights that are available; `weights` says on what terms. */
  readonly model: string
  /** The terms on which the weights are available. */
  readonly weights: string
  /** The architecture, which decides how it can be served. */
  readonly kind: 'encoder-decoder' | 'decoder'
  /** The layout of a question for the model. */
  readonly format: PromptFormat
  /** Texts at which an answer ends, in addition to the tokenizer's own end. */
  readonly stop: readonly string[]
  /** The longest prompt and answer together, in tokens; for an encoder-decoder the length that it was tuned on. */
  readonly contextLength: number
  /** Ways to serve it, the simplest first; `docs/serving.md` has the commands and says which were run. */
  readonly servedBy: readonly ('openAICompletions' | 'fromFolder')[]
}

const LLAMA = 'LLaMA licence: for research; the weights are deltas or converted copies'

/**
 * The models that the 2023 study compared. Which sizes of Alpaca, Vicuna and WizardLM it used is not known: 7B stands
 * here.
 *
 * @example
 * studyModels['flan-t5-xl'].contextLength // => 512
 * studyModels.vicuna.format.stop // => ['</s>']
 */
export const studyModels = {
  alpaca: {
    name: 'Alpaca',
    model: 'tatsu-lab/alpaca-7b-wdiff',
    weights: LLAMA,
    kind: 'decoder',
    format: alpaca,
    stop: ['### Instruction:'],
    contextLength: 512,
    servedBy: ['openAICompletions'],
  },
  vicuna: {
    name: 'Vicuna',
    model: 'lmsys/vicuna-7b-delta-v1.1',
    weights: LLAMA,
    kind: 'decoder',
    format: vicunaV11,
    stop: ['</s>'],
    contextLength: 2048,
    servedBy: ['openAICompletions'],
  },
  wizardlm: {
    name: 'WizardLM',
    model: 'WizardLM/WizardLM-7B-V1.0',
    weights: LLAMA,
    kind: 'decoder',
    format: wizardlm7b,
    stop: ['### Instruction:'],
    contextLength: 2048,
    servedBy: ['openAICompletions'],
  },
  'flan-t5-xl': flanT5('Flan-T5-XL', 'google/flan-t5-xl', 512),
  'flan-t5-xxl': flanT5('Flan-T5-XXL', 'google/flan-t5-xxl', 512),
  't0++': flanT5('T0++', 'bigscience/T0pp', 1024),
} as const satisfies Readonly<Record<string, StudyModel>>

function flanT5(name: string, model: string, contextLength: number): StudyModel {
  return {
    name,
    model,
    weights: 'Apache-2.0',
    kind: 'encoder-decoder',
    format: plain,
    stop: [],
    contextLength,
    servedBy: ['fromFolder', 'openAICompletions'],
  }
}
