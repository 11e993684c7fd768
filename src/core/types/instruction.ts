import type { Example, TaskContext } from './example.ts'
import type { Location } from './location.ts'

/** How an instruction writes answer options: `item` holds `{id}` and `{text}`; items are joined by `separator`. */
export interface OptionStyle {
  readonly item: string
  readonly separator: string
}

/**
 * A template that asks for a task. `{name}` is replaced by a field of the example; nothing else is interpreted, unless
 * the instruction brings its own renderer.
 */
export interface Instruction {
  readonly id: string
  /** The wording family, e.g. `imperative`. */
  readonly family: string
  readonly text: string
  readonly options: OptionStyle
  /** A template that loops or decides (Jinja), compiled by its reader: pure and repeatable. `text` is its source. */
  readonly render?: (example: Example, context: TaskContext) => string
  /** Language (BCP 47) -> the same template in that language. */
  readonly translations?: Readonly<Record<string, string>>
  readonly provenance: { readonly author: string; readonly licence: string; readonly origin?: string }
  /** Who signed that it asks for the same thing, and when (ISO date); `null` while nobody did. */
  readonly reviewed: { readonly by: string; readonly on: string } | null
  /** sha256 of the canonical JSON of text and options. */
  readonly hash: string
  readonly at?: Location
}

/** An instruction set: what one YAML file holds. */
export interface InstructionSet {
  readonly set: string
  /** The task kind that it asks for, e.g. `relation-extraction`. */
  readonly task: string
  /** Label id -> label words (the verbalizer's words); `null` where the task has no closed label set. */
  readonly labels: Readonly<Record<string, string>> | null
  /** Label id -> the label that holds when head and tail trade places; one that holds both ways names itself. */
  readonly inverses?: Readonly<Record<string, string>>
  /** Id of the canonical instruction. */
  readonly canonical: string
  readonly instructions: readonly Instruction[]
}
