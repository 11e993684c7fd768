import type * as Transformers from '@huggingface/transformers'
import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { optionalImport } from '../../core/install/index.ts'
import type { ModelFolder } from './modelFolder.ts'

/** What a model generated for one prompt. */
export interface Generated {
  readonly text: string
  readonly input: number
  readonly output: number
  /** Whether it was cut at the limit instead of ending by itself. */
  readonly cut: boolean
}

/** A loaded model. */
export interface LocalSession {
  /** Greedy, one prompt at a time; `null`: the prompt is longer than the model can take. */
  readonly generate: (prompt: string, maxNewTokens: number, signal: AbortSignal) => Promise<Generated | null>
}

const sessions = new Map<string, Promise<LocalSession>>()

/** The session of a folder: loaded at the first call, the same for all releases of this process. */
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
      // More threads are slower for small models, and much slower beside other work.
      session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
    }),
  ])

  return {
    async generate(prompt, maxNewTokens, signal) {
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
    },
  }
}

function endTokens(config: unknown): ReadonlySet<number> {
  const end = (config as { eos_token_id?: number | readonly number[] | null } | null)?.eos_token_id ?? []
  return new Set(typeof end === 'number' ? [end] : end)
}
