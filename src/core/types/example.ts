/**
 * An example is one input with its gold answer.
 *
 * @example
 * const example: Example = {
 *   id: 'e1',
 *   group: 'document 7',
 *   input: { passage: 'Oxtis Group is in Marbridge.', question: 'Is Oxtis Group in Belholm?' },
 *   gold: 'no',
 * }
 */
export interface Example {
  /**
   * The id that the file gives, or the first 12 hex digits of the sha256 of the canonical JSON of input, options and
   * gold.
   */
  readonly id: string
  /**
   * The independent source that the example comes from, which is the unit of every statistic. Default: the example's
   * own id.
   */
  readonly group: string
  /** Field name -> text, e.g. `sentence`, `head`, `tail`, `passage`, `question`. */
  readonly input: Readonly<Record<string, string>>
  /**
   * Further fields of the data set, e.g. `title`, which an instruction may show and need not. A task keeps those that one
   * of its instructions shows; they are no part of the id.
   */
  readonly optional?: Readonly<Record<string, string>>
  /** Answer options in the order of the file; option ids are A, B, C, … by position. */
  readonly options?: readonly string[]
  /** The right answer in canonical form: a label id, `yes`/`no`, an option letter, or a span. */
  readonly gold: string
  /** Named strata of the report, e.g. `{ relation: 'founded_by' }`. */
  readonly slices?: Readonly<Record<string, string>>
  /** The example's place in its file, for error messages. */
  readonly at?: Location
}

/** A `Refusal` is an item of a file that could not be used: where it stands and why. */
export interface Refusal {
  readonly at: Location
  readonly reason: string
}

/** A `TaskContext` is what a task kind needs to know in addition to the example. */
export interface TaskContext {
  readonly labels: Readonly<Record<string, string>> | null
  /**
   * Present where the text was cut off at the token limit, so that its last words may be half of what was to come. An
   * answer counts only where it stands whole: before the reasons for it, or after the words that announce it.
   */
  readonly cut?: true
}

/**
 * A `Location` is a place in a file that a user wrote, for error messages: `file:line:column`. Lines and columns count from
 * 1.
 */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column?: number
}
