import { nameHint } from '../core/text/index.ts'
import { UsageError, type Surroundings } from '../core/words/index.ts'
import { readDatasetOptions, type DatasetOptions } from './datasetOptions.ts'
import { readInstructionOptions, type InstructionOptions } from './instructionOptions.ts'
import { readSurroundings } from './readSurroundings.ts'

/** What a suite says about a task. Paths are relative to the working directory. */
export interface TaskOptions {
  /** Dataset file, e.g. `fixtures/datasets/re.test.jsonl`, or how to read one: `{ file: 'x.csv', columns: { … } }`. */
  readonly examples: string | DatasetOptions
  /** Instruction-set file, e.g. `fixtures/instructions/re.yaml`, or how to read one. */
  readonly instructions: string | InstructionOptions
  /** The task's name in reports. Default: the instruction set's name. */
  readonly name?: string
  /**
   * What every prompt has besides the question, as in production: a system message, earlier turns, documents, tools,
   * worked examples. Part of the task's hash.
   */
  readonly surroundings?: Surroundings
}

/** Task options after the check. */
export interface ReadTaskOptions {
  readonly examples: DatasetOptions
  readonly instructions: InstructionOptions
  readonly name?: string
  readonly surroundings?: Surroundings
}

const KEYS = ['examples', 'instructions', 'name', 'surroundings']

/** Checks what a suite wrote. `factory` is the function's name, for messages. Throws `UsageError`. */
export function readTaskOptions(factory: string, options: unknown): ReadTaskOptions {
  const example = `${factory}({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })`
  if (options === null || typeof options !== 'object') throw new UsageError(`${factory}() needs options: ${example}`)
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) throw new UsageError(`${factory}(): unknown option "${key}"${nameHint(key, KEYS)}`)
  }
  const { examples, instructions, name, surroundings } = options as Partial<TaskOptions>
  for (const [key, value] of Object.entries({ examples, instructions })) {
    if (value === undefined) throw new UsageError(`${factory}(): "${key}" is missing: ${example}`)
  }
  if (name !== undefined && (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))) {
    throw new UsageError(`${factory}(): name ${JSON.stringify(name)} must be letters, digits, ".", "_" and "-"`)
  }
  return {
    examples: readDatasetOptions(factory, examples),
    instructions: readInstructionOptions(factory, instructions),
    ...(name === undefined ? {} : { name }),
    ...(surroundings === undefined ? {} : { surroundings: readSurroundings(factory, surroundings) }),
  }
}
