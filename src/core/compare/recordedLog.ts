/** One answer that a log holds, with the scores that its tool gave it. */
export interface LoggedAnswer {
  readonly example: string
  /** The prompt that was used, where the log knows several; else `prompt`. */
  readonly variant: string
  readonly trial: number
  /** From 1; of a file that is one JSON document, the record's number. */
  readonly line: number
  /** What was asked about, for display. */
  readonly input: string
  /** sha256 of what the log says of the example; `null` where it says nothing. Two logs that differ in it are no pair. */
  readonly content: string | null
  readonly gold: string | null
  /** Whether the gold answer is a list or an object where the answer is in words: no text can be the same as that. */
  readonly isGoldUnclear?: boolean
  /** `null`: no answer is known. */
  readonly answer: string | null
  /** Name -> score, as logged; only those in [0, 1] can be gated on. */
  readonly scores: Readonly<Record<string, number>>
  /** Why the log holds neither answer nor score. */
  readonly reason?: string
  /** Who answered, where the record says so. */
  readonly model?: string
  readonly group?: string
  readonly family?: string
  readonly seen?: boolean
}

/** A file of answers that another tool recorded and scored. */
export interface RecordedLog {
  /** As the user wrote it. */
  readonly file: string
  readonly sha256: string
  /** Which tool wrote it, e.g. `lm-eval`. */
  readonly kind: string
  readonly task: string | null
  readonly model: string | null
  readonly answers: readonly LoggedAnswer[]
  /** Names among the answers' scores that the tool declares as a score of the example. */
  readonly declared: readonly string[]
  /** How the run that wrote the log ended, where it did not end well, e.g. `cancelled`. */
  readonly broken?: string
  /** Scores that the tool declares and of which no answer has a number, e.g. a metric of the whole corpus. */
  readonly unusable: readonly string[]
}

/** The variant of a log that knows a single prompt. */
export const ONLY_VARIANT = 'prompt'
