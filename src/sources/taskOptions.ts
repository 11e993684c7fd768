import { nameHint } from '../core/text/index.ts'
import { type Surroundings, UsageError } from '../core/types/index.ts'
import { type DatasetOptions, readDatasetOptions } from './datasetOptions.ts'
import { type InstructionOptions, readInstructionOptions } from './instructionOptions.ts'

const isText = (value: unknown): boolean => typeof value === 'string'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isText)

const CHECKS: Readonly<Record<keyof Surroundings, Check>> = {
  system: (value) => (isText(value) ? null : 'must be a text'),
  turns: listOf({ role: (role) => role === 'user' || role === 'assistant', text: isText }, "{ role: 'user', text }"),
  documents: listOf({ id: isText, text: isText }, '{ id, text }'),
  tools: listOf({ name: isText, description: isText, parameters: isRecord }, '{ name, description, parameters }'),
  demonstrations: listOf(
    {
      input: isTexts,
      answer: isText,
      options: (options) => options === undefined || (Array.isArray(options) && options.every(isText)),
    },
    '{ input: { field: text }, answer }',
  ),
  shots: (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'must be a whole number from 0'),
  inverses: (value) => (isTexts(value) ? null : 'must be an object: label id -> label id'),
}

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

type Check = (value: unknown) => string | null

type Keys = Readonly<Record<string, (value: unknown) => boolean>>

/** A list whose items have these keys, each as its test wants it. */
function listOf(keys: Keys, example: string): Check {
  return (value) =>
    Array.isArray(value) && value.every((item) => fits(item, keys)) ? null : `must be a list of ${example}`
}

function fits(item: unknown, keys: Keys): boolean {
  if (!isRecord(item) || !Object.keys(item).every((key) => Object.hasOwn(keys, key))) return false
  return Object.entries(keys).every(([key, test]) => test(item[key]))
}

/** Checks what a suite wrote about the surroundings of its prompts. Throws `UsageError`. */
function readSurroundings(factory: string, raw: unknown): Surroundings {
  const here = `${factory}(): "surroundings"`
  if (!isRecord(raw)) throw new UsageError(`${here} must be an object, e.g. { system: 'You are …', documents: [] }`)
  const keys = Object.keys(CHECKS)
  for (const [key, value] of Object.entries(raw)) {
    if (!Object.hasOwn(CHECKS, key)) throw new UsageError(`${here}: unknown key "${key}"${nameHint(key, keys)}`)
    const fault = CHECKS[key as keyof Surroundings](value)
    if (fault !== null) throw new UsageError(`${here}: "${key}" ${fault}`)
  }
  // Plain data, so that it can be hashed and recorded.
  return JSON.parse(JSON.stringify(raw)) as Surroundings
}
