import { checkExample, checkLabels, taskHash } from '../core/tasks/index.ts'
import { nameHint } from '../core/text/index.ts'
import {
  UsageError,
  type Example,
  type InstructionSet,
  type Location,
  type Surroundings,
  type Task,
  type TaskKind,
} from '../core/types/index.ts'
import { checkInstruction, checkRendered } from './instructions/_internal/collections.ts'
import { keepShown, refuseHoles, shownOptional } from './optionalFields.ts'

/**
 * `TaskParts` are what a task is made of.
 *
 * @example
 * const firstOf = (parts: TaskParts, most: number): Task =>
 *   buildTask({ ...parts, name: `first ${most}`, examples: parts.examples.slice(0, most) })
 */
export interface TaskParts {
  /** The kind of question. */
  readonly kind: TaskKind
  /** The task's name. Default: the set's name. */
  readonly name?: string
  /** The examples, at least one. */
  readonly examples: readonly Example[]
  /** The instructions, with the labels and the canonical one. */
  readonly set: InstructionSet
  /** Files that the parts were read from. Default: none. */
  readonly sources?: Task['sources']
  /** The parts of every prompt in addition to the question. Default: none. */
  readonly surroundings?: Surroundings
  /** The places where the set names its task kind and its labels, for errors. */
  readonly at?: { readonly task?: Location; readonly labels?: Location }
}

/**
 * Makes a task of parts that fit each other: the set asks for this kind, labels are distinguishable, every instruction
 * mentions what it must and nothing else, every example has its fields and a gold answer that reads back, ids are
 * unique. Throws `UsageError` at the first fault, with its place where the part has one.
 *
 * @example
 * const { kind, labels, canonical, instructions, ...all } = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const set = { set: 'long passages', task: kind.kind, labels, canonical, instructions }
 * const examples = all.examples.filter(({ slices }) => slices?.['length'] === 'long')
 * buildTask({ kind, examples, set }).name // => 'long passages'
 */
export function buildTask(parts: TaskParts): Task {
  return assembleTask(parts, true)
}

/**
 * Makes a task as `buildTask` does. `isNew` is false for parts that were checked before and whose hash the caller compares:
 * reading each gold answer back takes as long as reading the files.
 *
 * @internal
 */
export function assembleTask(
  { kind, name, examples: given, set, sources = [], at = {}, ...more }: TaskParts,
  isNew: boolean,
): Task {
  const { labels, instructions, canonical } = set
  const shown = shownOptional({ kind, examples: given, instructions })
  const examples = keepShown(given, shown)
  if (set.task !== kind.kind) {
    const fault = `instruction set "${set.set}" asks for ${set.task}, the suite for ${kind.kind}`
    throw new UsageError(`${fault}: make them agree (task: ${kind.kind}), or take another set`, at.task)
  }
  const labelFault = checkLabels(kind, labels)
  if (labelFault !== null) throw new UsageError(labelFault, at.labels)
  if (instructions.length === 0) throw new UsageError(`instruction set "${set.set}" has no instructions`, at.task)
  if (examples.length === 0) throw new UsageError(`task "${name ?? set.set}" has no examples`)
  refuseTwins(instructions, 'instruction')
  refuseTwins(examples, 'example')
  const ids = instructions.map(({ id }) => id)
  if (!ids.includes(canonical)) {
    const hint = nameHint(canonical, ids)
    throw new UsageError(`no instruction has the canonical id ${JSON.stringify(canonical)}${hint}`, at.task)
  }
  const carried = [...new Set(examples.flatMap(({ input }) => Object.keys(input)))]
  for (const instruction of instructions) {
    const fault = checkInstruction(kind, instruction, carried, shown)
    if (fault !== null) throw new UsageError(`instruction ${JSON.stringify(instruction.id)} ${fault}`, instruction.at)
  }
  for (const example of isNew ? examples : []) {
    const fault = checkExample(kind, example, { labels })
    if (fault !== null) throw new UsageError(example.at ? fault : `example ${example.id}: ${fault}`, example.at)
    refuseGaps(example, carried)
  }
  refuseHoles({ examples, instructions }, shown)
  for (const instruction of instructions) {
    if (instruction.render === undefined) continue
    for (const example of examples) {
      const fault = checkRendered(instruction, example, { labels })
      const where = example.at === undefined ? '' : ` of ${example.at.file}:${example.at.line}`
      if (fault === null) continue
      throw new UsageError(
        `instruction ${JSON.stringify(instruction.id)} ${fault} of example ${example.id}${where}`,
        instruction.at,
      )
    }
  }
  const surroundings = { ...(set.inverses && { inverses: set.inverses }), ...more.surroundings }
  const fault = surroundingsFault(surroundings, { labels, fields: [...kind.fields, ...carried, ...shown] })
  if (fault !== null) throw new UsageError(`task "${name ?? set.set}": ${fault}`, at.labels)
  const around = Object.keys(surroundings).length > 0 && { surroundings }
  const parts = { kind, labels, examples, instructions, canonical, ...around }
  return { name: name ?? set.set, ...parts, hash: taskHash(parts), sources }
}

/** Refuses an optional field that only some examples have: its placeholder would remain in the others' questions. */
function refuseGaps(example: Example, carried: readonly string[]): void {
  const gap = carried.find((field) => !Object.hasOwn(example.input, field))
  if (gap === undefined) return
  throw new UsageError(`input field ${JSON.stringify(gap)} is missing: other examples have it`, example.at)
}

function refuseTwins(items: readonly { readonly id: string; readonly at?: Location }[], noun: string): void {
  const first = new Map<string, Location | undefined>()
  for (const { id, at } of items) {
    if (first.has(id)) {
      const twin = first.get(id)
      const where = twin === undefined ? '' : ` in ${twin.file}:${twin.line}`
      throw new UsageError(`${noun} id ${JSON.stringify(id)} was used${where} already: ids must be unique`, at)
    }
    first.set(id, at)
  }
}

/** Says what is wrong with surroundings for this task: an inverse of no label, a worked example of other fields. */
function surroundingsFault(
  { inverses, demonstrations = [] }: Surroundings,
  { labels, fields }: { readonly labels: Task['labels']; readonly fields: readonly string[] },
): string | null {
  const ids = Object.keys(labels ?? {})
  const stranger = Object.entries(inverses ?? {})
    .flat()
    .find((id) => !ids.includes(id))
  if (stranger !== undefined)
    return `inverses name ${JSON.stringify(stranger)}, which is no label${nameHint(stranger, ids)}`
  const named = [...new Set(fields)]
  for (const [at, { input }] of demonstrations.entries()) {
    const gap = named.find((field) => !Object.hasOwn(input, field))
    if (gap !== undefined) return `demonstration ${at + 1} lacks the input field ${JSON.stringify(gap)}`
  }
  return null
}
