import type { Example, Location, TaskContext } from './example.ts'

/**
 * An `OptionStyle` says how an instruction writes answer options: `item` holds `{id}` and `{text}`; items are joined by
 * `separator`.
 */
export interface OptionStyle {
  readonly item: string
  readonly separator: string
}

/**
 * An instruction is a template that asks for a task. `{name}` is replaced by a field of the example; nothing else is
 * interpreted, unless the instruction brings its own renderer.
 *
 * @example
 * const instruction: Instruction = {
 *   id: 'qa-01',
 *   family: 'question',
 *   text: '{passage}\nYes or no: {question}',
 *   options: { item: '{id}) {text}', separator: '\n' },
 *   provenance: { author: 'Ada Example', licence: 'Apache-2.0' },
 *   reviewed: { by: 'Ada Example', on: '2026-11-21' },
 *   hash: '5b1c',
 * }
 */
export interface Instruction {
  /** Unique id within the instruction set. */
  readonly id: string
  /** The wording family, e.g. `imperative`. */
  readonly family: string
  /** The template, with `{placeholders}`. */
  readonly text: string
  /** The style in which the instruction writes answer options. */
  readonly options: OptionStyle
  /** A template that loops or decides (Jinja), compiled by its reader: pure and repeatable. `text` is its source. */
  readonly render?: (example: Example, context: TaskContext) => string
  /** Language (BCP 47) -> the same template in that language. */
  readonly translations?: Readonly<Record<string, string>>
  /** The instruction's author, its licence, and its origin. */
  readonly provenance: { readonly author: string; readonly licence: string; readonly origin?: string }
  /** The person who signed that it asks for the same thing, and the ISO date; `null` while nobody did. */
  readonly reviewed: { readonly by: string; readonly on: string } | null
  /** sha256 of the canonical JSON of text and options. */
  readonly hash: string
  /** The instruction's place in its file, for error messages. */
  readonly at?: Location
}

/**
 * An instruction set is what one YAML file of instructions holds.
 *
 * @example
 * const labels = ({ labels }: Pick<InstructionSet, 'labels'>) => Object.values(labels ?? {})
 * labels({ labels: { founded_by: 'was founded by', lives_in: 'lives in' } }) // => ['was founded by', 'lives in']
 */
export interface InstructionSet {
  /** Name of the set. */
  readonly set: string
  /** The task kind that it asks for, e.g. `relation-extraction`. */
  readonly task: string
  /** Label id -> label words (the verbalizer's words); `null` where the task has no closed label set. */
  readonly labels: Readonly<Record<string, string>> | null
  /** Label id -> the label that holds when head and tail trade places; one that holds both ways names itself. */
  readonly inverses?: Readonly<Record<string, string>>
  /** Id of the canonical instruction. */
  readonly canonical: string
  /** The instructions, in the order of the file. */
  readonly instructions: readonly Instruction[]
}
