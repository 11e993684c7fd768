import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { UsageError } from '../../core/types/index.ts'

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
export interface ModelFolder {
  readonly path: string
  /** Encoder and decoder (T5 and its like), or a decoder alone. */
  readonly encoderDecoder: boolean
  /** Longest input in tokens; `null` where the model has no limit. */
  readonly maxInput: number | null
  /** sha256 over the files that shape an answer. */
  readonly revision: string
}

const digests = new Map<string, string>()

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
    revision: digestOf(path, files.filter((name) => existsSync(join(path, name))).toSorted()),
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

/** Weights can be gigabytes: read in pieces, and once per folder and process. */
function digestOf(path: string, files: readonly string[]): string {
  const memo = JSON.stringify([path, files])
  const known = digests.get(memo)
  if (known !== undefined) return known
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1 << 20)
  for (const name of files) {
    const own = createHash('sha256')
    const descriptor = openSync(join(path, name), 'r')
    try {
      for (let size = readSync(descriptor, piece); size > 0; size = readSync(descriptor, piece)) {
        own.update(piece.subarray(0, size))
      }
    } finally {
      closeSync(descriptor)
    }
    hash.update(`${name} ${own.digest('hex')}\n`)
  }
  const digest = hash.digest('hex')
  digests.set(memo, digest)
  return digest
}
