import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkExample, placeholdersIn } from '../core/tasks/index.ts'
import type { Example, Instruction, InstructionSet, Refusal, Task, TaskKind, TaskSource } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import { assembleTask } from './buildTask.ts'
import type { DatasetOptions, InstructionOptions, ReadTaskOptions } from './files/taskOptions.ts'
import { fitFields, type Fitting } from './optionalFields.ts'
import { readDataset } from './readDataset.ts'
import { joinInstructions } from './joinInstructions.ts'
import { readInstructions, type ReadSet } from './readInstructions.ts'
import { whyUnreadable } from './files/readSource.ts'
import { userPath } from './files/userPath.ts'

/** The most refusals that a run holds; the others are counted. */
const FIRST_REFUSALS = 100

/** A third file of a task, e.g. its JSON Schema, and the input field that shows it where an instruction wants it shown. */
export interface Besides {
  readonly source: TaskSource
  readonly shown?: { readonly field: string; readonly text: string }
}

const loaded = new Map<string, { readonly stamp: string; readonly task: Task }>()

/**
 * Loads the task of a kind that two files hold. While neither file changes, the same object comes back, so that many claims
 * share one task. `besides` is a file that the kind was made with; `isNew` is that of `assembleTask`. Throws `UsageError`.
 */
export function loadTask(kind: TaskKind, options: ReadTaskOptions, besides?: Besides, isNew = true): Task {
  const { examples, instructions, moreInstructions = [], name, surroundings } = options
  const files = [
    examples.file,
    ...[instructions, ...moreInstructions].map(({ file }) => file),
    ...(examples.labelNames === undefined ? [] : [examples.labelNames]),
    ...(besides === undefined ? [] : [besides.source.file]),
  ]
  const key = JSON.stringify([kind.kind, files.map((file) => resolve(file)), options, process.cwd(), isNew])
  const stamp = files.map(stampOf).join(' ')
  const before = loaded.get(key)
  if (before?.stamp === stamp && before.task.kind === kind) return before.task
  const readSet = (asked: InstructionOptions): ReadSet => ({ ...readInstructions(asked, kind), asked })
  const sets = [readSet(instructions), ...moreInstructions.map(readSet)] as const
  const { set: given, at, refused: templates } = joinInstructions(kind, sets)
  const { examples: list, refused: items, labels, ...dataFile } = readDataset(examples)
  // A dataset that brings its labels spares the instruction set from listing them; a set that lists them rules.
  const set = kind.hasLabels && given.labels === null ? { ...given, labels } : given
  const whole = besides === undefined ? list : carry(list, set, besides)
  const { fit, unfit } = examples.onRefused === 'list' ? sift(kind, whole, set.labels) : { fit: whole, unfit: [] }
  const listed = new Set(sets.flatMap(({ file, asked }) => (asked.onRefused === 'list' ? file : [])))
  const lists = {
    examples: examples.onRefused === 'list',
    instructions: ({ at: place }: Instruction) => place !== undefined && listed.has(place.file),
  }
  const fitting = fitFields({ kind, examples: fit, instructions: set.instructions }, lists)
  const [refusedItems, refusedTemplates] = [fitting.refusedExamples, fitting.refusedInstructions]
  const setSources = sets.map(({ asked, ...file }, index) => {
    const also = index === 0 ? surroundings && { surroundings } : { role: 'instructions' }
    const unfitting = refusedTemplates.filter((one) => sets.findIndex((own) => own.file === one.at.file) === index)
    return sourceOf(file, { ...asked, ...also }, [...templates[index]!, ...unfitting])
  })
  const parts = {
    kind,
    examples: fitting.examples,
    set: refusedTemplates.length === 0 ? set : shorterSet(set, fitting, instructions),
    at,
    sources: [
      sourceOf(dataFile, examples, [...items, ...unfit, ...refusedItems]),
      ...setSources.slice(0, 1),
      ...(besides === undefined ? [] : [besides.source]),
      ...setSources.slice(1),
    ],
    ...(name === undefined ? {} : { name }),
    ...(surroundings && { surroundings }),
  }
  const built = assembleTask(parts, isNew)
  const { leftOut } = fitting
  const unusedInstructions = sets.flatMap(({ unused = [] }) => unused)
  const task = {
    ...built,
    ...(leftOut.length > 0 && { leftOut }),
    ...(unusedInstructions.length > 0 && { unusedInstructions }),
  }
  loaded.set(key, { stamp, task })
  return task
}

/**
 * Returns the set without the instructions that were left out. Throws `UsageError` where none is left, or the canonical one
 * is not.
 */
function shorterSet(
  set: InstructionSet,
  { instructions, refusedInstructions }: Fitting,
  { file, canonical }: InstructionOptions,
): InstructionSet {
  const [first] = instructions
  const why = refusedInstructions.slice(0, 3).map(({ reason }) => reason)
  if (first === undefined) throw new UsageError(`${file}: no instruction is left: ${why.join('; ')}`)
  if (instructions.some(({ id }) => id === set.canonical)) return { ...set, instructions }
  // Of a collection the first template is the canonical one unless the suite names another.
  const isChosen = canonical !== undefined || set.instructions[0]?.id !== set.canonical
  if (isChosen) throw new UsageError(`${file}: the canonical instruction was left out: ${why.join('; ')}`)
  return { ...set, instructions, canonical: first.id }
}

/** Adds the file's text to the input of every example where an instruction mentions it. */
function carry(examples: readonly Example[], set: InstructionSet, { shown }: Besides): readonly Example[] {
  if (shown === undefined) return examples
  const { field, text } = shown
  if (!set.instructions.some((instruction) => placeholdersIn(instruction.text).includes(field))) return examples
  return examples.map((example) => ({ ...example, input: { ...example.input, [field]: text } }))
}

/** Makes a run's record of a file: enough to read it again in the same way, and what was left out. */
function sourceOf(
  { file, sha256 }: Pick<TaskSource, 'file' | 'sha256'>,
  asked: DatasetOptions | InstructionOptions,
  refused: readonly Refusal[],
): TaskSource {
  const options = Object.fromEntries(
    Object.entries(asked)
      .filter(([key, value]) => key !== 'file' && value !== undefined)
      .map(([key, value]) => [key, key === 'labelNames' ? userPath(String(value)) : (value as unknown)]),
  )
  const first = refused
    .map(({ at, reason }) => ({ line: at.line, reason }))
    .toSorted((a, b) => a.line - b.line)
    .slice(0, FIRST_REFUSALS)
  return {
    file,
    sha256,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(refused.length === 0 ? {} : { refused: { count: refused.length, first } }),
  }
}

function sift(kind: TaskKind, examples: readonly Example[], labels: Task['labels']) {
  const [fit, unfit]: [Example[], Refusal[]] = [[], []]
  for (const example of examples) {
    const reason = checkExample(kind, example, { labels })
    if (reason === null) fit.push(example)
    else unfit.push({ at: example.at ?? { file: '', line: 0 }, reason })
  }
  return { fit, unfit }
}

/** Makes a text that changes whenever the file does. */
function stampOf(path: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(resolve(path), { bigint: true })
    return `${mtimeNs} ${size} ${ino}`
  } catch (error) {
    throw new UsageError(whyUnreadable(resolve(path), error as NodeJS.ErrnoException))
  }
}

/** Takes the option that names a task's third file out of the others. Throws `UsageError` where it is missing. */
export function besidesOption(
  factory: string,
  name: string,
  options: unknown,
): { readonly path: string; readonly rest: unknown } {
  const { [name]: path, ...rest } = Object(options) as Record<string, unknown>
  if (typeof path === 'string' && path !== '') return { path, rest }
  throw new UsageError(`${factory}(): "${name}" must be the path of a JSON file, e.g. ${name}: '${name}.json'`)
}
