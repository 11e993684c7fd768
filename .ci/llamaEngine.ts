/** Completes and scores texts with the model of a GGUF file in llama.cpp, as node-llama-cpp has it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A text as the model was given it: its tokens, and where it was scored, ln P of each after the ones before (the first: `null`). */
export interface Given {
  readonly text: string
  readonly tokens: readonly number[]
  readonly logprobs?: readonly (number | null)[]
}

interface Scored {
  readonly token: string
  /** The place in the whole text where it begins. */
  readonly offset: number
  readonly logprob: number | null
  /** The most likely tokens in this place. */
  readonly top: readonly { readonly token: string; readonly logprob: number }[]
}

export interface Completion {
  readonly prompt: Given
  readonly made: string
  /** The number of tokens in it. */
  readonly length: number
  readonly finish: 'length' | 'stop'
  /** The tokens of the prompt and of what was made, where that was asked for. */
  readonly scored: readonly Scored[] | null
}

interface Sampling {
  /** The most tokens that are generated. Default: as many as there is place for. */
  readonly limit?: number | undefined
  readonly temperature?: number | undefined
  readonly seed?: number | undefined
  /** The number of most likely tokens to name in every place. Without it nothing is scored. */
  readonly top?: number | undefined
}

export interface Engine {
  /** The name of the file's folder. */
  readonly id: string
  readonly revision: string
  readonly chatTemplate: string
  readonly complete: (text: string, sampling: Sampling) => Promise<Completion>
}

/** A request that cannot be answered as it is. */
export class Refused extends Error {
  readonly status: number
  constructor(message: string, status = 400) {
    super(message)
    this.status = status
  }
}

/** The parts of node-llama-cpp that are used; it is not installed with this repository. */
interface Llama {
  readonly getLlama: (options: object) => Promise<{ readonly loadModel: (options: object) => Promise<Model> }>
}
interface Model {
  readonly fileInfo: { readonly metadata: { readonly tokenizer: { readonly chat_template: string } } }
  readonly trainContextSize: number
  readonly tokenize: (text: string, specialTokens: boolean) => number[]
  readonly detokenize: (tokens: readonly number[], specialTokens?: boolean) => string
  readonly createContext: (options: object) => Promise<{ readonly getSequence: () => Sequence }>
}
interface Sequence {
  readonly clearHistory: () => Promise<void>
  readonly evaluate: (tokens: readonly number[], options: object) => AsyncIterable<number>
  readonly controlledEvaluate: (
    tokens: readonly (number | readonly [number, object])[],
  ) => Promise<readonly ({ readonly next: { readonly probabilities: Next } } | undefined)[]>
}
type Next = ReadonlyMap<number, number>

/**
 * Loads a GGUF file with the node-llama-cpp that is installed in a folder. It completes one text at a time: there is one
 * sequence of tokens.
 */
export async function loadEngine(folder: string, file: string): Promise<Engine> {
  const installed = pathToFileURL(resolve(folder, 'node_modules/node-llama-cpp/dist/index.js')).href
  const { getLlama } = (await import(installed)) as Llama
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'warn' })
  const model = await llama.loadModel({ modelPath: resolve(file) })
  const sequence = (await model.createContext({ contextSize: model.trainContextSize, threads: 1 })).getSequence()
  const score = scorer(model, sequence)
  return {
    id: basename(dirname(resolve(file))),
    revision: `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
    chatTemplate: model.fileInfo.metadata.tokenizer.chat_template,
    complete: async (text, sampling) => {
      const tokens = model.tokenize(text, true)
      const place = model.trainContextSize - tokens.length
      const { limit = place, top } = sampling
      if (limit > place || limit < 1) {
        throw new Refused(
          `This model's maximum context length is ${model.trainContextSize} tokens; the prompt has ${tokens.length} and ${limit} are to be generated`,
        )
      }
      const made = await generate(sequence, tokens, { ...sampling, limit })
      const scored = top === undefined ? null : await score([...tokens, ...made], top)
      const ofPrompt = scored?.slice(0, tokens.length)
      // Of tokens that hold a part of a character no place can be said.
      if (ofPrompt && ofPrompt.map(({ token }) => token).join('') !== text)
        throw new Refused('the text is not the sum of its tokens')
      return {
        prompt: { text, tokens, ...(ofPrompt && { logprobs: ofPrompt.map(({ logprob }) => logprob) }) },
        made: model.detokenize(made),
        length: made.length,
        finish: made.length === limit ? 'length' : 'stop',
        scored,
      }
    },
  }
}

async function generate(
  sequence: Sequence,
  tokens: readonly number[],
  { limit, temperature = 1, seed }: Sampling,
): Promise<readonly number[]> {
  await sequence.clearHistory()
  const made: number[] = []
  const options = { temperature, topK: 0, topP: 1, ...(seed === undefined ? {} : { seed }) }
  // It ends by itself where the model ends its answer.
  for await (const token of sequence.evaluate(tokens, options)) if (made.push(token) === limit) break
  return made
}

/**
 * Returns a function that scores tokens by the probabilities of every next one, most likely first. They are the model's own
 * (temperature 1): the greedy sampler, which is asked for, leaves them as they are.
 */
function scorer(model: Model, sequence: Sequence) {
  const wanted = { generateNext: { probabilities: true, options: { temperature: 0 } } }
  const piece = (token: number): string => model.detokenize([token], true)
  /** The tokens scored last. The choices of a question share their prompt, whose probabilities are fetched once. */
  let last: { readonly tokens: readonly number[]; readonly next: readonly Next[] } = { tokens: [], next: [] }
  return async (tokens: readonly number[], most: number): Promise<readonly Scored[]> => {
    const differs = tokens.findIndex((token, at) => token !== last.tokens[at])
    const known = differs === -1 ? tokens.length : differs
    await sequence.clearHistory()
    const places = await sequence.controlledEvaluate(tokens.map((token, at) => (at < known ? token : [token, wanted])))
    const next = tokens.map((_, at) => (at < known ? last.next[at] : places[at]?.next.probabilities) ?? new Map())
    last = { tokens, next }
    let end = 0
    return tokens.map((token, at) => {
      const text = piece(token)
      const offset = end
      end += text.length
      const before = next[at - 1]
      const top = before?.entries().take(most).toArray() ?? []
      return {
        token: text,
        offset,
        logprob: at === 0 ? null : ln(before?.get(token)),
        top: top.map(([one, probability]) => ({ token: piece(one), logprob: ln(probability) })),
      }
    })
  }
}

/** A probability that is too small for the engine's 32-bit floats counts as the smallest that they can hold. */
const ln = (probability = 0): number => Math.log(Math.max(probability, 2 ** -149))
