/** An answer named in a text, from `start` up to `end` (UTF-16 offsets). */
export interface Mention {
  readonly answer: string
  readonly start: number
  readonly end: number
}

/** The answer with which a text begins. */
export interface Head {
  /** Several where the phrase is ambiguous. */
  readonly answers: readonly string[]
  /** What comes after it, as it stands. */
  readonly rest: string
}

/** The answers that a closed question allows, and how they are named. */
export interface Vocabulary {
  /** What the answers are called in reasons, e.g. `label`. */
  readonly noun: string
  /** Further nouns that announce an answer of this kind ("The relation is …"), as alternatives of a pattern. */
  readonly announced: string
  /** Answers that this text, as a whole, stands for: none, one, or several where it is ambiguous. */
  readonly whole: (text: string) => readonly string[]
  /** The answer with which this text begins, or `null`. */
  readonly head: (text: string) => Head | null
  /** Answers named within a short statement. */
  readonly mentions: (text: string) => readonly Mention[]
  /** Answers named so that they can't be meant otherwise even in a long text: in quotes, by letter and text together. */
  readonly marked: (text: string) => readonly Mention[]
  /** Whether a text that was cut off here could have become another answer: `country` of `country of citizenship`. */
  readonly mayGoOn: (text: string) => boolean
  /** Brings the text into the vocabulary's own terms first, e.g. "4 out of 5" to "4". */
  readonly normalise?: (text: string) => string
}
