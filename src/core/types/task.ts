import type { Example, TaskContext } from './example.ts'
import type { Instruction } from './instruction.ts'
import type { Surroundings } from './perturbation.ts'
import type { AnswerForm } from './release.ts'
import type { Outcome } from './verdict.ts'

/**
 * A `TaskKind` says how one kind of question is put, read, compared and scored. It is pure, and made by `defineTask`.
 *
 * @example
 * const points = ({ sameAnswer }: Pick<TaskKind, 'sameAnswer'>, answer: string, gold: string) =>
 *   sameAnswer(answer, gold) ? 1 : 0
 * points({ sameAnswer: (a, b) => a === b }, 'yes', 'no') // => 0
 */
export interface TaskKind {
  /** Unique name, e.g. `relation-extraction`. */
  readonly kind: string
  /** One sentence that says what is asked. */
  readonly summary: string
  /** Input fields that every example has and every instruction must mention. */
  readonly fields: readonly string[]
  /** Further placeholders that an instruction may mention: `labels`, `options`. */
  readonly optionalFields: readonly string[]
  /** Says whether examples carry options; then instructions must mention `{options}`. */
  readonly hasOptions: boolean
  /** Says whether the instruction set must declare labels. */
  readonly hasLabels: boolean
  /**
   * The settings that the kind was made with in addition to its name, e.g. a JSON Schema: part of the task's hash.
   * JSON-safe.
   */
  readonly settings?: Readonly<Record<string, unknown>>
  /** The tools or the schema that its answers have, for endpoints that take them in fields of a request. JSON-safe. */
  readonly form?: AnswerForm
  /**
   * Version of how answers are read, compared and scored; another one whenever some text is read another way. Runs and
   * baselines record it, and answers read by two versions are not compared. Absent: `1`.
   */
  readonly reader?: string
  /** Says what is wrong with an example's gold answer or fields, or `null`. */
  readonly check: (example: Example, context: TaskContext) => string | null
  /** The verbalizer: it reads an answer from a raw text. Ambiguous text is `unparseable`, never the first match. */
  readonly read: (text: string, example: Example, context: TaskContext) => Reading
  /** Says whether two answers (canonical forms) to one example are the same. */
  readonly sameAnswer: (a: string, b: string) => boolean
  /** The score of an answer, in [0, 1]: 1 for the gold answer. */
  readonly score: (answer: string, example: Example) => number
}

/**
 * A task is a kind of question together with its examples and its instructions.
 *
 * @example
 * const task: Task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * task.canonical // => 'qa-boolean-s01'
 */
export interface Task {
  /** The task's name in reports. */
  readonly name: string
  /** The kind of question. */
  readonly kind: TaskKind
  /** Label id -> label words; `null` where the task has no closed label set. */
  readonly labels: Readonly<Record<string, string>> | null
  /** The examples, in the order of the file. */
  readonly examples: readonly Example[]
  /** The instructions, in the order of the file. */
  readonly instructions: readonly Instruction[]
  /** Id of the canonical instruction. */
  readonly canonical: string
  /** sha256 over kind, examples, instructions and labels: two tasks with one hash ask the same. */
  readonly hash: string
  /** The texts that every prompt has in addition to the question; absent where there are none. Part of the hash. */
  readonly surroundings?: Surroundings
  /** The judge that scores the answers, where that takes a judgement. */
  readonly judge?: Judge
  /** Examples and instructions that were left out for want of an optional field, in words; absent where none was. */
  readonly leftOut?: readonly string[]
  /** Ids of the instructions of its files that the suite did not name with `only`; absent where it named none. */
  readonly unusedInstructions?: readonly string[]
  /** Files it was read from, with their sha256, for provenance. */
  readonly sources: readonly TaskSource[]
}

/** A `TaskSource` is a file that a task was read from. */
export interface TaskSource {
  readonly file: string
  readonly sha256: string
  /**
   * The options that it was read with, where the file alone does not determine the task. JSON-safe; the file itself is not
   * among them.
   */
  readonly options?: Readonly<Record<string, unknown>>
  /** Items that were left out because the suite said `onRefused: 'list'`: how many, and the first of them. */
  readonly refused?: {
    readonly count: number
    readonly first: readonly { readonly line: number; readonly reason: string }[]
  }
}

/**
 * A reading is what a verbalizer made of a raw text: an answer in canonical form, or why there is none.
 *
 * @example
 * const read = (text: string): Reading => {
 *   const [number, another] = text.match(/\d+/g) ?? []
 *   if (number === undefined || another !== undefined) return { outcome: 'unparseable', reason: 'not one number' }
 *   return { outcome: 'answered', answer: number }
 * }
 * read('There are 12 birds.') // => { outcome: 'answered', answer: '12' }
 */
export type Reading =
  | { readonly outcome: 'answered'; readonly answer: string }
  | { readonly outcome: Exclude<Outcome, 'answered'>; readonly reason: string }

/** A `JudgedItem` is one answer that a human has judged, with what the judge said of it, twice. */
export interface JudgedItem {
  readonly question: string
  readonly reference: string
  readonly answer: string
  /** Says whether a human called the answer right. */
  readonly human: boolean
  /** The judge's first and second verdict; `null` where it gave none that can be read. */
  readonly judged: boolean | null
  readonly again: boolean | null
}

/** A `JudgeCard` is a committed file that says how far a judge agrees with humans. `vitest-robustness judge` makes it. */
export interface JudgeCard {
  readonly schema: 1
  /** The `judgeHash` of the judge that was measured. */
  readonly judge: string
  readonly model: string
  readonly revision: string | null
  readonly items: readonly JudgedItem[]
}

/** A judge scores free answers. */
export interface Judge {
  /** Release of the config that judges; `null` where a function does. */
  readonly release: string | null
  /** The question to the judge, with `{question}`, `{reference}` and `{answer}`; for a function, its name and source. */
  readonly rubric: string
  readonly card: JudgeCard | null
  /** The least lower bound of the agreement with humans at which the judge may gate, in (0, 1). */
  readonly minAgreement: number
}

/** A judgement is what a judge said of one answer: the verdict can be read again from it. */
export interface Judgement {
  /** sha256 of the request (the store's key). */
  readonly key: string
  readonly raw: string
  readonly model: string
}
