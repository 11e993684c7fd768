import type { Outcome } from './verdict.ts'
import type { Edit } from './perturbation.ts'

/** A counterexample is one case, chosen because it failed: nothing general follows from it. */
export interface Counterexample {
  readonly example: string
  readonly gold: string
  /** The input that was asked about, for display. */
  readonly input: Readonly<Record<string, string>>
  readonly options?: readonly string[]
  /** The two sides that differ, e.g. canonical and paraphrase, or baseline and candidate. */
  readonly before: CounterexampleSide
  readonly after: CounterexampleSide
  /** The right answer after the change, where that is another than `gold`; `null`: any answer but `gold`. */
  readonly wanted?: string | null
  /** The change that a perturbation made, shrunk where that was possible. */
  readonly change?: PromptChange
}

/**
 * A `PromptChange` holds the edits that lead from one prompt to the other. They can be replayed: the same variant makes the
 * same edits.
 */
export interface PromptChange {
  /** The edits that are left after shrinking. */
  readonly edits: readonly Edit[]
  /** The number of edits that the variant makes. */
  readonly of: number
  /**
   * `true` where leaving out any one of them takes the difference away. `false`: nothing was shrunk, or the budget was used
   * up.
   */
  readonly smallest: boolean
  /** The number of prompts that were asked to find it, in addition to the evidence. */
  readonly asked: number
  readonly marked: readonly MarkedChange[]
  /** The answer with these edits alone, where they are not all. */
  readonly answer?: string | null
  readonly outcome?: Outcome
  /** sha256 of the request with these edits alone. */
  readonly key?: string
}

/** A `MarkedChange` is a place that changed, with a few words around it. */
export interface MarkedChange {
  /** Path of the text, or name of the list, e.g. `instruction`, `input/sentence`, `options`. */
  readonly part: string
  readonly lead: string
  readonly before: string
  readonly after: string
  readonly tail: string
}

/** A `CounterexampleSide` is one of the two cells that a counterexample sets side by side. */
export interface CounterexampleSide {
  /** The role of the cell: `canonical`, `paraphrase`, `seen`, `unseen`, `baseline` or `candidate`. */
  readonly role: string
  readonly variant: string
  /** The instruction's template. */
  readonly template: string
  readonly answer: string | null
  readonly outcome: Outcome
  /** The logged score, where the answers of the two sides do not differ. */
  readonly score?: number
  /** The cell's key for `show`: `release/task/example/variant/trial`. */
  readonly cell: string
}
