import { COMPUTED, fieldOf, placeholdersIn, placeholdersOf } from '../core/tasks/index.ts'
import { counted, namesUpTo } from '../core/text/index.ts'
import {
  UsageError,
  type Example,
  type Instruction,
  type Location,
  type Refusal,
  type TaskKind,
} from '../core/types/index.ts'

/** The contents of two files, before they become a task. */
interface Read {
  readonly kind: TaskKind
  readonly examples: readonly Example[]
  readonly instructions: readonly Instruction[]
}

/** The parts of a task that fit each other, and what was left out for it. */
export interface Fitting {
  readonly examples: readonly Example[]
  readonly instructions: readonly Instruction[]
  readonly refusedExamples: readonly Refusal[]
  readonly refusedInstructions: readonly Refusal[]
  /** The examples and instructions that were left out, a sentence each, for claims and measurements. */
  readonly leftOut: readonly string[]
}

/**
 * Returns the names of the optional fields that some example has and some instruction shows, in the order of the
 * instructions.
 */
export function shownOptional({ kind, examples, instructions }: Read): string[] {
  const known = placeholdersOf(kind)
  const carried = new Set(examples.flatMap(({ optional = {} }) => Object.keys(optional)))
  const asked = instructions.flatMap(({ text, render }) => (render === undefined ? placeholdersIn(text) : []))
  return [...new Set(asked)].filter((name) => carried.has(name) && !known.includes(name))
}

/** Keeps those optional fields of each example that are shown. Without any, the examples are as they were before. */
export function keepShown(examples: readonly Example[], shown: readonly string[]): readonly Example[] {
  if (examples.every(({ optional }) => optional === undefined)) return examples
  return examples.map(({ optional = {}, ...example }) => {
    const kept = shown.filter((name) => Object.hasOwn(optional, name)).map((name) => [name, optional[name]!] as const)
    return kept.length === 0 ? example : { ...example, optional: Object.fromEntries(kept) }
  })
}

/**
 * Throws `UsageError` where an instruction shows an optional field that only some examples have: each example is asked
 * under each instruction, and a question with a hole is another question.
 */
export function refuseHoles(
  { examples, instructions }: Pick<Read, 'examples' | 'instructions'>,
  shown: readonly string[],
): void {
  for (const { id, text, render, at } of instructions) {
    if (render !== undefined) continue
    const used = placeholdersIn(text)
    const name = shown.find((one) => used.includes(one) && examples.some((example) => lacks(example, one)))
    if (name === undefined) continue
    const without = examples.filter((example) => lacks(example, name))
    throw new UsageError(
      `instruction ${JSON.stringify(id)} shows {${name}}, which ${counted(without.length, 'example')} of ` +
        `${examples.length} lack: ${namesUpTo(3, without.map(placeOf))}. Say onRefused: 'list' of the examples to leave ` +
        'those out, or of the instructions to leave the instruction out',
      at,
    )
  }
}

/**
 * Leaves out what cannot be asked for want of a field, where the suite said that this may be listed: instructions that
 * show a field which some example lacks, or else the examples that lack it. Instructions give way first, so that no
 * evidence is lost where both may. A field that no example has is no reason to leave all of them out.
 */
export function fitFields(
  { kind, examples, instructions }: Read,
  {
    examples: listExamples,
    instructions: listInstructions,
  }: { readonly examples: boolean; readonly instructions: (instruction: Instruction) => boolean },
): Fitting {
  const needs = (instruction: Instruction): string[] =>
    instruction.render === undefined
      ? placeholdersIn(instruction.text).filter((name) => !kind.fields.includes(name) && !COMPUTED.includes(name))
      : []
  const allExamples = counted(examples.length, 'example')
  const refusedInstructions = instructions.flatMap(
    (instruction): (Refusal & { readonly instruction: Instruction })[] => {
      const missing = needs(instruction).find((name) => examples.some((example) => lacks(example, name)))
      if (missing === undefined || !listInstructions(instruction)) return []
      const without = examples.filter((example) => lacks(example, missing)).length
      const who = without === examples.length ? 'no example has' : `${without} of ${allExamples} lack`
      const reason = `template ${JSON.stringify(instruction.id)} needs {${missing}}, which ${who}`
      return [{ at: instruction.at ?? NOWHERE, reason, instruction }]
    },
  )
  const kept = instructions.filter((one) => refusedInstructions.every(({ instruction }) => instruction !== one))
  const shown = listExamples ? shownOptional({ kind, examples, instructions: kept }) : []
  const missingOf = (example: Example) => shown.find((name) => lacks(example, name))
  const asks = (name: string) =>
    `{${name}}, which instruction ${JSON.stringify(kept.find((one) => needs(one).includes(name))?.id)} shows`
  const without = Map.groupBy(examples, missingOf)
  return {
    examples: without.get(undefined) ?? [],
    instructions: kept,
    refusedExamples: examples.flatMap((example) => {
      const missing = missingOf(example)
      return missing === undefined ? [] : [{ at: example.at ?? NOWHERE, reason: `has no ${asks(missing)}` }]
    }),
    refusedInstructions: refusedInstructions.map(({ at, reason }) => ({ at, reason })),
    leftOut: [
      ...refusedInstructions.map(({ reason }) => `left out: ${reason}`),
      ...[...without].flatMap(([name, own]) =>
        name === undefined ? [] : [`left out: ${own.length} of ${allExamples}, without ${asks(name)}`],
      ),
    ],
  }
}

const NOWHERE: Location = { file: '', line: 0 }

function lacks(example: Example, name: string): boolean {
  return fieldOf(example, name) === undefined
}

function placeOf({ id, at }: Example): string {
  return at === undefined ? id : `${at.file}:${at.line}`
}
