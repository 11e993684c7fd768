import type { OptionStyle } from './instruction.ts'
import type { Turn } from './release.ts'

/** A worked example shown before the question. */
export interface Demonstration {
  readonly input: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  /** In canonical form, as `Example.gold`. */
  readonly answer: string
}

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** The blocks of a prompt; `question` is the instruction with the example put in. */
export type PromptBlock = 'system' | 'turns' | 'tools' | 'documents' | 'demonstrations' | 'question'

/** What a prompt consists of: what perturbations change. JSON-safe. */
export interface PromptParts {
  /** Empty: none. */
  readonly system: string
  /** The conversation before the question. */
  readonly turns: readonly Turn[]
  /** Retrieved documents, in the order shown. */
  readonly documents: readonly { readonly id: string; readonly text: string }[]
  readonly tools: readonly ToolDefinition[]
  /** The first `shots` of them are shown, in this order; the others may take their places. */
  readonly demonstrations: readonly Demonstration[]
  readonly shots: number
  /** The template, with `{placeholders}`. */
  readonly instruction: string
  /** Language (BCP 47) -> the same template in that language, from the instruction set. */
  readonly translations: Readonly<Record<string, string>>
  readonly input: Readonly<Record<string, string>>
  /** Option texts in the order shown; empty where the task has none. */
  readonly options: readonly string[]
  /** For each option shown, its position in the example: `[2, 0, 1]` shows the third one first. */
  readonly optionOrder: readonly number[]
  /** What stands for the ids of options, by position: `A`, `B`, … unless an enumerator was changed. */
  readonly optionIds: readonly string[]
  readonly optionStyle: OptionStyle
  /** Label id -> label words as the prompt writes them; `null` where the task has no closed label set. */
  readonly labels: Readonly<Record<string, string>> | null
  readonly labelSeparator: string
  /** Label id -> the label that holds when head and tail trade places; `null` where nothing is declared. */
  readonly inverses: Readonly<Record<string, string>> | null
  /** In canonical form, letters counted in the order shown. `null`: any answer but the former one. */
  readonly gold: string | null
  /** The order of the blocks. Empty blocks take no room. */
  readonly layout: readonly PromptBlock[]
}

/** What a production prompt has around the question. */
export type Surroundings = Partial<
  Pick<PromptParts, 'system' | 'turns' | 'documents' | 'tools' | 'demonstrations' | 'shots' | 'inverses'>
>

/** What a perturbation may touch. `entities` and `labels`: also the texts that others must leave alone. */
export type PromptPart =
  | PromptBlock
  | 'instruction'
  | 'input'
  | 'options'
  | 'optionIds'
  | 'optionStyle'
  | 'labels'
  | 'labelSeparator'
  | 'entities'
  | 'layout'

/** A text put in the place of another. */
export interface Replacement {
  readonly kind: 'replace'
  /** Path of a text in the parts, e.g. `instruction`, `input/sentence`, `documents/0/text` (`~1` is a slash in a name). */
  readonly part: string
  /** UTF-16 offsets in the text before any edit. */
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
}

/** Two items of a list trade places. */
export interface Swap {
  readonly kind: 'swap'
  readonly list: 'options' | 'documents' | 'tools' | 'demonstrations' | 'turns' | 'layout'
  readonly i: number
  readonly j: number
}

/** The right answer changes. Option letters move by themselves with a swap of options. */
export interface GoldChange {
  readonly kind: 'gold'
  readonly before: string | null
  readonly after: string | null
}

/** Changes that make sense only together. */
export interface Together {
  readonly kind: 'together'
  readonly edits: readonly (Replacement | Swap | GoldChange)[]
}

/** An atomic, reversible change. Any subset of a perturbation's edits can be applied: so counterexamples shrink. */
export type Edit = Replacement | Swap | GoldChange | Together

/** A perturbed prompt. */
export interface Perturbed {
  readonly parts: PromptParts
  /** Offsets refer to the parts that came in; replacements don't overlap; swaps count in order, after replacements. */
  readonly edits: readonly Edit[]
  /** Of `parts`: the right answer now; `null`: any answer but the former one. */
  readonly gold: string | null
}

/** Why a perturbation leaves a prompt as it is. */
export interface NotApplicable {
  readonly notApplicable: string
}

/** How a perturbation is applied. */
export interface PerturbationChoice {
  /** The same seed gives the same change. */
  readonly seed: number | string
  /** Most edits (typing slips, sentences, swaps, …), a whole number from 1 to 10,000. Default: the perturbation's own. */
  readonly strength?: number
  /** Keep to these of the parts that it touches. Default: all of them. */
  readonly within?: readonly PromptPart[]
}

/** What sort of change it is; claims and reports name families. */
export type PerturbationFamily =
  | 'characters'
  | 'words'
  | 'sentences'
  | 'format'
  | 'options'
  | 'few-shot'
  | 'context'
  | 'directional'

/** A seeded change of a prompt's parts. Made by `definePerturbation`. */
export interface Perturbation {
  /** e.g. `swap-letters`; part of variant ids, `instruction+swap-letters`. */
  readonly name: string
  readonly family: PerturbationFamily
  readonly summary: string
  /** The paper or tool of the field that it comes from. */
  readonly source: string
  readonly touches: readonly PromptPart[]
  /** The answer stays right, usually stays right (a claim gates on it only if told to), or must change. */
  readonly preserves: 'gold' | 'usually' | 'changes'
  /** Default strength. */
  readonly strength: number
  /** What `compose` made it of; a strength then goes to each. */
  readonly composedOf?: readonly Perturbation[]
  /** Pure. Throws `UsageError` for a strength that is none. */
  readonly apply: (parts: PromptParts, choice: PerturbationChoice) => Perturbed | NotApplicable
}
