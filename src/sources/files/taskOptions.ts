import { nameHint } from '../../core/text/index.ts'
import type { Surroundings } from '../../core/types/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { MOST_OPTIONS } from '../../core/tasks/index.ts'

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

/**
 * `TaskOptions` are what a suite says about a task. Paths are relative to the working directory.
 *
 * @example
 * const options: TaskOptions = {
 *   examples: { file: 'boolq.csv', columns: { input: { passage: 'passage', question: 'question' }, gold: 'answer' } },
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 *   surroundings: { system: 'You answer for a help desk.' },
 * }
 */
export interface TaskOptions {
  /** Dataset file, e.g. `fixtures/datasets/re.test.jsonl`, or how to read one: `{ file: 'x.csv', columns: { … } }`. */
  readonly examples: string | DatasetOptions
  /**
   * Instruction-set file, e.g. `fixtures/instructions/re.yaml`, or how to read one; a list of such puts the instructions of
   * several files into one task. The canonical one is of the first.
   */
  readonly instructions: string | InstructionOptions | readonly (string | InstructionOptions)[]
  /** The task's name in reports. Default: the instruction set's name. */
  readonly name?: string
  /**
   * The parts of every prompt in addition to the question, as in production: a system message, earlier turns, documents,
   * tools, worked examples. Part of the task's hash.
   */
  readonly surroundings?: Surroundings
}

/** Task options after the check. */
export interface ReadTaskOptions {
  readonly examples: DatasetOptions
  readonly instructions: InstructionOptions
  /** Further files of instructions, in the order in which they follow the first. */
  readonly moreInstructions?: readonly InstructionOptions[]
  readonly name?: string
  readonly surroundings?: Surroundings
}

const TASK_KEYS = ['examples', 'instructions', 'name', 'surroundings']

/** Checks what a suite wrote. `factory` is the function's name, for messages. Throws `UsageError`. */
export function readTaskOptions(factory: string, options: unknown): ReadTaskOptions {
  const example = `${factory}({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })`
  if (options === null || typeof options !== 'object') throw new UsageError(`${factory}() needs options: ${example}`)
  for (const key of Object.keys(options)) {
    if (!TASK_KEYS.includes(key))
      throw new UsageError(`${factory}(): unknown option "${key}"${nameHint(key, TASK_KEYS)}`)
  }
  const { examples, instructions, name, surroundings } = options as Partial<TaskOptions>
  for (const [key, value] of Object.entries({ examples, instructions })) {
    if (value === undefined) throw new UsageError(`${factory}(): "${key}" is missing: ${example}`)
  }
  if (name !== undefined && (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))) {
    throw new UsageError(`${factory}(): name ${JSON.stringify(name)} must be letters, digits, ".", "_" and "-"`)
  }
  const [first, ...more] = Array.isArray(instructions) ? (instructions as readonly unknown[]) : [instructions]
  const moreInstructions = more.map((one) => readInstructionOptions(factory, one))
  if (moreInstructions.some(({ canonical }) => canonical !== undefined))
    throw new UsageError(`${factory}(): "instructions": the canonical instruction is of the first file: say it there`)
  return {
    examples: readDatasetOptions(factory, examples),
    instructions: readInstructionOptions(factory, first),
    ...(more.length > 0 && { moreInstructions }),
    ...(name === undefined ? {} : { name }),
    ...(surroundings === undefined ? {} : { surroundings: readSurroundings(factory, surroundings) }),
  }
}

type Check = (value: unknown) => string | null

type Keys = Readonly<Record<string, (value: unknown) => boolean>>

/** Makes a check for a list whose items have these keys, each of which passes its test. */
function listOf(keys: Keys, example: string): Check {
  return (value) =>
    Array.isArray(value) && value.every((item) => hasKeys(item, keys)) ? null : `must be a list of ${example}`
}

function hasKeys(item: unknown, keys: Keys): boolean {
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

/**
 * `Columns` say which column of a file (by its name, or its position from 0 in a CSV file without a header) holds what.
 *
 * @example
 * const columns: Columns = {
 *   input: { passage: 'context', question: 'question.text' },
 *   gold: 'answer',
 *   goldMap: { true: 'yes', false: 'no' },
 *   group: 'document',
 * }
 */
export interface Columns {
  /** Input field of the task -> column. In JSON a column may be a path, e.g. `question.stem`. */
  readonly input: Readonly<Record<string, string | number>>
  /**
   * Optional field -> column: what an instruction may show and need not, e.g. `{ title: 'Title' }`. A row whose cell is
   * empty lacks the field.
   */
  readonly optional?: Readonly<Record<string, string | number>>
  /** The column of the gold answer. */
  readonly gold: string | number
  /** One column that holds a JSON list, or one column an option. */
  readonly options?: string | readonly (string | number)[]
  /** The column of the example's id. Default: a hash of the example's content. */
  readonly id?: string | number
  /** The column of the independent source, e.g. the document. Default: each example is a source of its own. */
  readonly group?: string | number
  /** Slice name -> column. */
  readonly slices?: Readonly<Record<string, string | number>>
  /** Value in the file -> gold answer, e.g. `{ 0: 'no', 1: 'yes' }`. A value that it has not is refused. */
  readonly goldMap?: Readonly<Record<string, string>>
}

/**
 * `DatasetOptions` say how a dataset file is read.
 *
 * @example
 * const examples: DatasetOptions = { file: 'tacred.json', format: 'tacred', leaveOut: ['no_relation'], onRefused: 'list' }
 */
export interface DatasetOptions {
  /** Relative to the working directory. */
  readonly file: string
  /** Name of a format, e.g. `tacred`. Default: recognised by the file's extension and first lines. */
  readonly format?: string
  /** The treatment of an item that cannot be used: `throw` (default), or leave it out and `list` it with its reason. */
  readonly onRefused?: 'throw' | 'list'
  /** The roles of columns, for plain JSON Lines and CSV. */
  readonly columns?: Columns
  /** A JSON file with label id -> words, or -> [words, …] as FewRel's `pid2name.json`. */
  readonly labelNames?: string
  /** True if marks around entities (`<e1>…</e1>`) stay in the sentence. Default: true. */
  readonly marks?: boolean
  /** The labels of relation extraction whose examples are left out, e.g. `['no_relation']`. */
  readonly leaveOut?: readonly string[]
  /**
   * Reads relation extraction as multiple choice: how many options each example gets, the right one among them, a whole
   * number from 2 to 26.
   */
  readonly asChoice?: number
  /**
   * The longest line, row or record that is read, in bytes: a whole number from 1. Default: 4,194,304, which is 4 MiB.
   */
  readonly maxRecordBytes?: number
}

/** The longest record, in bytes, that is read unless the options say otherwise. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024

const DATASET_KEYS = [
  'file',
  'format',
  'onRefused',
  'columns',
  'labelNames',
  'marks',
  'leaveOut',
  'asChoice',
  'maxRecordBytes',
]
const COLUMN_KEYS = ['input', 'optional', 'gold', 'options', 'id', 'group', 'slices', 'goldMap']

/** Checks what a suite wrote about a dataset. Throws `UsageError`. */
function readDatasetOptions(factory: string, raw: unknown): DatasetOptions {
  if (typeof raw === 'string' && raw !== '') return { file: raw }
  const here = `${factory}(): "examples"`
  if (raw === null || typeof raw !== 'object') {
    throw new UsageError(`${here} must be a text that is not empty, or { file: 'x.csv', … }`)
  }
  const options = raw as Partial<Record<keyof DatasetOptions, unknown>>
  refuseUnknown(here, options, DATASET_KEYS)
  const texts = ['file', 'format', 'labelNames'] as const
  for (const key of texts) {
    const value = options[key]
    if (key === 'file' ? typeof value === 'string' && value !== '' : value === undefined || typeof value === 'string')
      continue
    throw new UsageError(`${here}: "${key}" must be a text${key === 'file' ? ' that is not empty' : ''}`)
  }
  if (![undefined, 'throw', 'list'].includes(options.onRefused as string | undefined)) {
    throw new UsageError(`${here}: "onRefused" must be "throw" or "list"`)
  }
  if (options.marks !== undefined && typeof options.marks !== 'boolean') {
    throw new UsageError(`${here}: "marks" must be true or false`)
  }
  const most = options.maxRecordBytes
  if (most !== undefined && !(Number.isSafeInteger(most) && (most as number) > 0)) {
    throw new UsageError(`${here}: "maxRecordBytes" must be a whole number above 0`)
  }
  const form = formComplaint(options)
  if (form !== null) throw new UsageError(`${here}: ${form}`)
  if (options.columns !== undefined) checkColumns(`${here}: "columns"`, options.columns)
  return options as DatasetOptions
}

/** Says what is wrong with the options of a form, or returns `null`. */
function formComplaint({
  leaveOut,
  asChoice,
}: {
  readonly leaveOut?: unknown
  readonly asChoice?: unknown
}): string | null {
  const isList = Array.isArray(leaveOut) && leaveOut.every((label) => typeof label === 'string')
  if (leaveOut !== undefined && !isList) return '"leaveOut" must be a list of labels'
  const fits = Number.isSafeInteger(asChoice) && (asChoice as number) >= 2 && (asChoice as number) <= MOST_OPTIONS
  return asChoice === undefined || fits ? null : `"asChoice" must be a number of options from 2 to ${MOST_OPTIONS}`
}

function checkColumns(here: string, raw: unknown): void {
  if (raw === null || typeof raw !== 'object') throw new UsageError(`${here} must be an object`)
  refuseUnknown(here, raw, COLUMN_KEYS)
  const { input, gold } = raw as Partial<Columns>
  if (input === null || typeof input !== 'object' || Object.keys(input).length === 0) {
    throw new UsageError(`${here} needs "input": input field -> column, e.g. { sentence: 'text' }`)
  }
  if (!['string', 'number'].includes(typeof gold)) throw new UsageError(`${here} needs "gold": a column`)
}

function refuseUnknown(here: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new UsageError(`${here}: unknown option "${unknown}"${nameHint(unknown, known)}`)
}

/**
 * `InstructionOptions` say how an instruction file is read. `select`, `fields` and `onRefused` are for template collections;
 * the package's own YAML says all of that itself.
 *
 * @example
 * const instructions: InstructionOptions = { file: 'templates.yaml', format: 'promptsource', fields: { text: 'passage' } }
 */
export interface InstructionOptions {
  /** Relative to the working directory. */
  readonly file: string
  /** Name of a format, e.g. `promptsource`. Default: recognised by the file's extension and first lines. */
  readonly format?: string
  /**
   * The treatment of a template that cannot be used: `throw` (default), or leave it out and `list` it with its reason.
   */
  readonly onRefused?: 'throw' | 'list'
  /** The name of a list of templates, in a file that has many, e.g. `bool_q`. */
  readonly select?: string
  /** Id of the canonical instruction. Default: the one that the file names, else the first. */
  readonly canonical?: string
  /** The template's field -> input field of the task, where they are named otherwise, e.g. `{ text: 'passage' }`. */
  readonly fields?: Readonly<Record<string, string>>
  /**
   * The ids of the instructions of the file that the task uses, e.g. `['re-s01', 're-s03']`, in whatever order: the file's
   * stays. The canonical one must be among them. What they leave out is no part of the task. Default: all of the file.
   */
  readonly only?: readonly string[]
}

const INSTRUCTION_KEYS = ['file', 'format', 'onRefused', 'select', 'canonical', 'fields', 'only']

/** Checks what a suite wrote about an instruction file. Throws `UsageError`. */
function readInstructionOptions(factory: string, raw: unknown): InstructionOptions {
  if (typeof raw === 'string' && raw !== '') return { file: raw }
  const here = `${factory}(): "instructions"`
  if (raw === null || typeof raw !== 'object') {
    throw new UsageError(`${here} must be a text that is not empty, or { file: 'templates.yaml', … }`)
  }
  const unknown = Object.keys(raw).find((key) => !INSTRUCTION_KEYS.includes(key))
  if (unknown !== undefined)
    throw new UsageError(`${here}: unknown option "${unknown}"${nameHint(unknown, INSTRUCTION_KEYS)}`)
  const { file, onRefused, fields, only, ...texts } = raw as Partial<Record<keyof InstructionOptions, unknown>>
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
  const complaint = only === undefined ? null : onlyComplaint(only)
  if (complaint !== null) throw new UsageError(`${here}: "only" ${complaint}`)
  return raw as InstructionOptions
}

/** Says what is wrong with a choice of instructions, or returns `null`. */
function onlyComplaint(only: unknown): string | null {
  if (!Array.isArray(only) || !only.every((id) => typeof id === 'string' && id !== ''))
    return "must be a list of instruction ids, e.g. ['re-s01', 're-s03']"
  if (only.length === 0) return 'names no instruction: name those that the task uses, or leave "only" out to use all'
  const twice = only.find((id, index) => only.indexOf(id) !== index) as string | undefined
  return twice === undefined ? null : `names ${JSON.stringify(twice)} twice`
}
