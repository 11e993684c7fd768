import { nameHint } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'

/** How an instruction file is read. All but `file` is for template collections; our own YAML says it all itself. */
export interface InstructionOptions {
  /** Relative to the working directory. */
  readonly file: string
  /** Name of a format, e.g. `promptsource`. Default: told by the file's extension and first lines. */
  readonly format?: string
  /** What happens where a template cannot be used: `throw` (default), or leave it out and `list` it with its reason. */
  readonly onRefused?: 'throw' | 'list'
  /** Which list of templates, in a file that has many, e.g. `bool_q`. */
  readonly select?: string
  /** Id of the canonical instruction. Default: the first. */
  readonly canonical?: string
  /** The template's field -> input field of the task, where they are named otherwise, e.g. `{ text: 'passage' }`. */
  readonly fields?: Readonly<Record<string, string>>
}

const KEYS = ['file', 'format', 'onRefused', 'select', 'canonical', 'fields']

/** Checks what a suite wrote about an instruction file. Throws `UsageError`. */
export function readInstructionOptions(factory: string, raw: unknown): InstructionOptions {
  if (typeof raw === 'string' && raw !== '') return { file: raw }
  const here = `${factory}(): "instructions"`
  if (raw === null || typeof raw !== 'object') {
    throw new UsageError(`${here} must be a text that is not empty, or { file: 'templates.yaml', … }`)
  }
  const unknown = Object.keys(raw).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) throw new UsageError(`${here}: unknown option "${unknown}"${nameHint(unknown, KEYS)}`)
  const { file, onRefused, fields, ...texts } = raw as Partial<Record<keyof InstructionOptions, unknown>>
  if (typeof file !== 'string' || file === '') throw new UsageError(`${here}: "file" must be a text that is not empty`)
  for (const [key, value] of Object.entries(texts)) {
    if (value !== undefined && typeof value !== 'string') throw new UsageError(`${here}: "${key}" must be a text`)
  }
  if (![undefined, 'throw', 'list'].includes(onRefused as string | undefined)) {
    throw new UsageError(`${here}: "onRefused" must be "throw" or "list"`)
  }
  if (fields !== undefined && (fields === null || typeof fields !== 'object')) {
    throw new UsageError(`${here}: "fields" must be an object: template field -> input field`)
  }
  return raw as InstructionOptions
}
