import type * as Transformers from '@huggingface/transformers'
import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { optionalImport } from '../../core/install/index.ts'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { filesDigest } from './filesDigest.ts'

/** The text that a model generated for one prompt. */
export interface Generated {
  readonly text: string
  readonly input: number
  readonly output: number
  /** `true` if it was cut at the limit instead of ending by itself. */
  readonly cut: boolean
}

/** A loaded model. */
export interface LocalSession {
  /**
   * Generates greedily, one prompt after another, since all that are asked at once share a thread; `null`: the prompt is
   * longer than the model can take.
   */
  readonly generate: (prompt: string, maxNewTokens: number, signal: AbortSignal) => Promise<Generated | null>
}

const sessions = new Map<string, Promise<LocalSession>>()

/** Returns the session of a folder: loaded at the first call, the same for all releases of this process. */
export function localSession(folder: ModelFolder, dtype: string): Promise<LocalSession> {
  const key = JSON.stringify([folder.path, folder.revision, dtype])
  const known = sessions.get(key)
  if (known !== undefined) return known
  const session = load(folder, dtype).catch((cause: unknown) => {
    if (cause instanceof UsageError) throw cause
    const message = messageOf(cause)
    throw Object.assign(new UsageError(`fromFolder: ${folder.path} cannot be loaded: ${message}`), { cause })
  })
  sessions.set(key, session)
  session.catch(() => sessions.delete(key))
  return session
}

async function load(folder: ModelFolder, dtype: string): Promise<LocalSession> {
  const transformers = await optionalImport(
    () => import('@huggingface/transformers'),
    '@huggingface/transformers',
    'fromFolder',
  )
  const { AutoTokenizer, AutoModelForCausalLM, AutoModelForSeq2SeqLM, InterruptableStoppingCriteria, env } =
    transformers
  // A local model must never turn into a download.
  env.allowRemoteModels = false
  const AutoModel = folder.encoderDecoder ? AutoModelForSeq2SeqLM : AutoModelForCausalLM
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(folder.path, { local_files_only: true }),
    AutoModel.from_pretrained(folder.path, {
      local_files_only: true,
      dtype: dtype as 'q8',
      device: 'cpu',
      // More threads are slower for small models, and much slower where other work runs at the same time.
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
    }),
  ])

  async function generateNow(prompt: string, maxNewTokens: number, signal: AbortSignal): Promise<Generated | null> {
    signal.throwIfAborted()
    const inputs = tokenizer(prompt) as { input_ids: { dims: readonly number[] } }
    const input = inputs.input_ids.dims.at(-1) ?? 0
    if (folder.maxInput !== null && input > folder.maxInput) return null
    const stop = new InterruptableStoppingCriteria()
    const onAbort = (): void => stop.interrupt()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      const settings = {
        ...inputs,
        max_new_tokens: maxNewTokens,
        do_sample: false,
        num_beams: 1,
        stopping_criteria: stop,
      }
      const output = (await model.generate(settings as never)) as Transformers.Tensor
      signal.throwIfAborted()
      const all = (output.tolist() as (bigint | number)[][])[0] ?? []
      // An encoder-decoder's output begins with its start token, a decoder's with the prompt.
      const ids = all.slice(folder.encoderDecoder ? 1 : input).map(Number)
      const ends = endTokens(model.generation_config ?? model.config)
      const end = ids.findIndex((id) => ends.has(id))
      const own = end === -1 ? ids : ids.slice(0, end)
      return {
        text: own.length === 0 ? '' : tokenizer.decode(own, { skip_special_tokens: true }),
        input,
        output: end === -1 ? ids.length : end + 1,
        cut: end === -1 && ids.length >= maxNewTokens,
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    generate(prompt, maxNewTokens, signal) {
      const generated = last.then(() => generateNow(prompt, maxNewTokens, signal))
      last = generated.catch(() => {})
      return generated
    },
  }
}

function endTokens(config: unknown): ReadonlySet<number> {
  const end = (config as { eos_token_id?: number | readonly number[] | null } | null)?.eos_token_id ?? []
  return new Set(typeof end === 'number' ? [end] : end)
}

/** Number formats of exported weights, as transformers.js names them, with the end of their files' names. */
const SUFFIX: Readonly<Record<string, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
}

/** A folder that was found to hold a model that can be asked. */
interface ModelFolder {
  readonly path: string
  /** Encoder and decoder (T5 and its like), or a decoder alone. */
  readonly encoderDecoder: boolean
  /** Longest input in tokens; `null` where the model has no limit. */
  readonly maxInput: number | null
  /** sha256 over the files that shape an answer. */
  readonly revision: string
}

/** Looks at a folder without loading it. Throws `UsageError` with what is missing and what was found. */
export function modelFolder(given: string, dtype: string): ModelFolder {
  const path = resolve(given)
  if (!existsSync(path)) throw new UsageError(`fromFolder: there is no folder ${path}`)
  const suffix = SUFFIX[dtype]
  if (suffix === undefined) {
    throw new UsageError(`fromFolder: dtype "${dtype}" is none of ${Object.keys(SUFFIX).join(', ')}`)
  }
  const config = readConfig(path)
  const encoderDecoder = config['is_encoder_decoder'] === true
  const graphs = encoderDecoder ? ['encoder_model', 'decoder_model_merged'] : ['model']
  const needed = ['tokenizer.json', 'tokenizer_config.json', ...graphs.map((name) => `onnx/${name}${suffix}.onnx`)]
  const missing = needed.filter((name) => !existsSync(join(path, name)))
  if (missing.length > 0) {
    throw new UsageError(
      `fromFolder: ${path} lacks ${missing.join(', ')} (expected for ${dtype}: ${['config.json', ...needed].join(', ')}; ` +
        `found: ${filesOf(path).join(', ') || 'nothing'})`,
    )
  }
  const limit = config['max_position_embeddings'] ?? config['n_positions']
  const relativePositions = config['relative_attention_num_buckets'] !== undefined
  const extra = graphs.map((name) => `onnx/${name}${suffix}.onnx_data`)
  const files = ['config.json', 'generation_config.json', 'special_tokens_map.json', ...needed, ...extra]
  return {
    path,
    encoderDecoder,
    maxInput: typeof limit === 'number' && !relativePositions ? limit : null,
    revision: filesDigest(path, files.filter((name) => existsSync(join(path, name))).toSorted()),
  }
}

function readConfig(path: string): Record<string, unknown> {
  const file = join(path, 'config.json')
  if (!existsSync(file)) {
    throw new UsageError(`fromFolder: ${file} is not there (found: ${filesOf(path).join(', ') || 'nothing'})`)
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new UsageError(`fromFolder: ${file} is not JSON: ${(error as Error).message}`)
  }
}

function filesOf(path: string): string[] {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => relative(path, join(entry.parentPath, entry.name))).toSorted()
}
