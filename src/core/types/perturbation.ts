import type { OptionStyle } from './instruction.ts'
import type { Turn } from './release.ts'

/** A demonstration is a worked example that is shown before the question. */
export interface Demonstration {
  readonly input: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  /** The answer in canonical form, as `Example.gold`. */
  readonly answer: string
}

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** A `PromptBlock` is one of the blocks of a prompt; `question` is the instruction with the example put in. */
export type PromptBlock = 'system' | 'turns' | 'tools' | 'documents' | 'demonstrations' | 'question'

/**
 * `PromptParts` are what a prompt consists of, and what perturbations change. They are JSON-safe.
 *
 * @example
 * const shownOptions = ({ options, optionIds }: Pick<PromptParts, 'options' | 'optionIds'>) =>
 *   options.map((text, at) => `${optionIds[at]}) ${text}`)
 * shownOptions({ options: ['Wesdale', 'Holwood'], optionIds: ['A', 'B'] }) // => ['A) Wesdale', 'B) Holwood']
 */
export interface PromptParts {
  /** The system text; empty where there is none. */
  readonly system: string
  /** The conversation before the question. */
  readonly turns: readonly Turn[]
  /** Retrieved documents, in the order shown. */
  readonly documents: readonly { readonly id: string; readonly text: string }[]
  /** The tools that the model may call, in the order shown. */
  readonly tools: readonly ToolDefinition[]
  /** Worked examples. The first `shots` of them are shown, in this order; the others may take their places. */
  readonly demonstrations: readonly Demonstration[]
  /** The number of demonstrations that are shown, a whole number from 0. */
  readonly shots: number
  /** The template, with `{placeholders}`. */
  readonly instruction: string
  /** Language (BCP 47) -> the same template in that language, from the instruction set. */
  readonly translations: Readonly<Record<string, string>>
  /** The example's fields: name -> text. */
  readonly input: Readonly<Record<string, string>>
  /** Option texts in the order shown; empty where the task has none. */
  readonly options: readonly string[]
  /** The position in the example, from 0, of each option shown: `[2, 0, 1]` shows the third one first. */
  readonly optionOrder: readonly number[]
  /** The texts that stand for the ids of options, by position: `A`, `B`, … unless a perturbation changed them. */
  readonly optionIds: readonly string[]
  /** The style in which the options are written. */
  readonly optionStyle: OptionStyle
  /** Label id -> label words as the prompt writes them; `null` where the task has no closed label set. */
  readonly labels: Readonly<Record<string, string>> | null
  /** The text between two labels where the prompt lists them. */
  readonly labelSeparator: string
  /** Label id -> the label that holds when head and tail trade places; `null` where nothing is declared. */
  readonly inverses: Readonly<Record<string, string>> | null
  /**
   * The right answer in canonical form, with option letters counted in the order shown. `null` means any answer but the
   * former one.
   */
  readonly gold: string | null
  /** The blocks in the order in which they are shown. Empty blocks take no room. */
  readonly layout: readonly PromptBlock[]
}

/**
 * `Surroundings` are what a production prompt has around the question.
 *
 * @example
 * const surroundings: Surroundings = {
 *   system: 'You answer for the help desk of a bank.',
 *   turns: [{ role: 'user', text: 'Hello' }, { role: 'assistant', text: 'How can I help?' }],
 * }
 */
export type Surroundings = Partial<
  Pick<PromptParts, 'system' | 'turns' | 'documents' | 'tools' | 'demonstrations' | 'shots' | 'inverses'>
>

/**
 * A `PromptPart` is a part of a prompt that a perturbation may touch. `entities` and `labels` include the texts that other
 * perturbations must leave alone.
 */
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

/** A `Replacement` puts a text in the place of another. */
export interface Replacement {
  readonly kind: 'replace'
  /**
   * The path of a text in the parts, e.g. `instruction`, `input/sentence`, `documents/0/text` (`~1` is a slash in a name).
   */
  readonly part: string
  /** UTF-16 offsets in the text before any edit. */
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
}

/** A `Swap` exchanges the places of two items of a list. */
export interface Swap {
  readonly kind: 'swap'
  readonly list: 'options' | 'documents' | 'tools' | 'demonstrations' | 'turns' | 'layout'
  readonly i: number
  readonly j: number
}

/** A `GoldChange` replaces the right answer. Option letters need none: they follow a swap of options. */
export interface GoldChange {
  readonly kind: 'gold'
  readonly before: string | null
  readonly after: string | null
}

/** A `Together` holds changes that make sense only together. */
export interface Together {
  readonly kind: 'together'
  readonly edits: readonly (Replacement | Swap | GoldChange)[]
}

/**
 * An edit is an atomic, reversible change of a prompt. Any subset of a perturbation's edits can be applied, which is
 * how a counterexample shrinks.
 *
 * @example
 * const edit: Edit = { kind: 'replace', part: 'instruction', start: 0, end: 4, before: 'Name', after: 'State' }
 * const question = 'Name the relation.'
 * question.slice(0, edit.start) + edit.after + question.slice(edit.end) // => 'State the relation.'
 */
export type Edit = Replacement | Swap | GoldChange | Together

/**
 * A `Perturbed` is a prompt after a perturbation, with the edits that led to it.
 *
 * @example
 * const edited = (result: Perturbed | NotApplicable) => ('notApplicable' in result ? 0 : result.edits.length)
 * edited({ notApplicable: 'the example has no options' }) // => 0
 */
export interface Perturbed {
  /** The prompt's parts after the change. */
  readonly parts: PromptParts
  /**
   * The edits from the former parts to these. Offsets refer to the parts that came in, replacements do not overlap, and
   * swaps count in order, after replacements.
   */
  readonly edits: readonly Edit[]
  /** The right answer now, in terms of `parts`; `null` means any answer but the former one. */
  readonly gold: string | null
}

/**
 * A `NotApplicable` says why a perturbation leaves a prompt as it is.
 *
 * @example
 * const reason: NotApplicable = { notApplicable: 'the example has no options' }
 * const result: Perturbed | NotApplicable = reason
 * 'notApplicable' in result // => true
 */
export interface NotApplicable {
  /** The reason, in words. */
  readonly notApplicable: string
}

/**
 * A `PerturbationChoice` says how a perturbation is applied.
 *
 * @example
 * const choice: PerturbationChoice = { seed: 41, strength: 3, within: ['input'] }
 */
export interface PerturbationChoice {
  /** The seed of all chance in it: the same seed gives the same change. */
  readonly seed: number | string
  /**
   * The most edits (typing slips, sentences, swaps, …), a whole number from 1 to 10,000. Default: the perturbation's
   * own.
   */
  readonly strength?: number
  /** The parts, among those that it touches, to which it is limited. Default: all of them. */
  readonly within?: readonly PromptPart[]
}

/** A family is the sort of change that a perturbation makes; claims and reports name families. */
export type PerturbationFamily =
  | 'characters'
  | 'words'
  | 'sentences'
  | 'format'
  | 'options'
  | 'few-shot'
  | 'context'
  | 'directional'

/**
 * A perturbation is a seeded change of a prompt's parts, made by `definePerturbation` or `compose`.
 *
 * @example
 * const gating = (all: readonly Perturbation[]) => all.filter(({ preserves }) => preserves === 'gold')
 * gating([perturbations['option-order'], perturbations['swap-letters']]).map(({ name }) => name) // => ['option-order']
 */
export interface Perturbation {
  /** Unique name, e.g. `swap-letters`. It is part of variant ids: `instruction+swap-letters`. */
  readonly name: string
  /** The sort of change that it is. */
  readonly family: PerturbationFamily
  /** One sentence that says what it does. */
  readonly summary: string
  /** The paper or tool of the field that it comes from. */
  readonly source: string
  /** The parts of a prompt that it may change. */
  readonly touches: readonly PromptPart[]
  /** Says whether the answer stays right, usually stays right (a claim gates on it only if asked to), or must change. */
  readonly preserves: 'gold' | 'usually' | 'changes'
  /** The most edits that one application makes unless asked for otherwise, a whole number from 1 to 10,000. */
  readonly strength: number
  /** The perturbations that `compose` made it of; a strength then goes to each of them. */
  readonly composedOf?: readonly Perturbation[]
  /**
   * Applies it to a prompt. It is pure: the same parts and seed give the same result. It throws `UsageError` for a
   * strength that is no whole number from 1 to 10,000.
   */
  readonly apply: (parts: PromptParts, choice: PerturbationChoice) => Perturbed | NotApplicable
}
