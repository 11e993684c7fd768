import { nameHint } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'

/** What a suite says about a task. Paths are relative to the working directory. */
export interface TaskOptions {
  /** Dataset file, e.g. `fixtures/datasets/re.test.jsonl`. */
  readonly examples: string
  /** Instruction-set file, e.g. `fixtures/instructions/re.yaml`. */
  readonly instructions: string
  /** The task's name in reports. Default: the instruction set's name. */
  readonly name?: string
}

const KEYS = ['examples', 'instructions', 'name']

/** Checks what a suite wrote. `factory` is the function's name, for messages. Throws `UsageError`. */
export function readTaskOptions(factory: string, options: unknown): TaskOptions {
  const example = `${factory}({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })`
  if (options === null || typeof options !== 'object') throw new UsageError(`${factory}() needs options: ${example}`)
  for (const [key, value] of Object.entries(options)) {
    if (!KEYS.includes(key)) throw new UsageError(`${factory}(): unknown option "${key}"${nameHint(key, KEYS)}`)
    const fine = typeof value === 'string' ? value !== '' : value === undefined && key === 'name'
    if (!fine) throw new UsageError(`${factory}(): "${key}" must be a text that is not empty`)
  }
  const { examples, instructions, name } = options as Partial<TaskOptions>
  if (examples === undefined) throw new UsageError(`${factory}(): "examples" is missing: ${example}`)
  if (instructions === undefined) throw new UsageError(`${factory}(): "instructions" is missing: ${example}`)
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new UsageError(`${factory}(): name ${JSON.stringify(name)} must be letters, digits, ".", "_" and "-"`)
  }
  return { examples, instructions, ...(name === undefined ? {} : { name }) }
}
