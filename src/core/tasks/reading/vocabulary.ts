/** An answer named in a text, from `start` up to `end` (UTF-16 offsets). */
export interface Mention {
  readonly answer: string
  readonly start: number
  readonly end: number
}

/** The answers that a closed question allows, and how they are named. */
export interface Vocabulary {
  /** What the answers are called in reasons, e.g. `label`. */
  readonly noun: string
  /** Answers that this text, as a whole, stands for: none, one, or several where it is ambiguous. */
  readonly whole: (text: string) => readonly string[]
  /** Answers named within a longer text. */
  readonly mentions: (text: string) => readonly Mention[]
}
