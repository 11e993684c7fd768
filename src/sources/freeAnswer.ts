import { canonicalJson } from '../core/hash/index.ts'
import { checkRubric, judgeHash } from '../core/judge/index.ts'
import { freeAnswer as kindOf } from '../core/tasks/index.ts'
import { nameHint } from '../core/text/index.ts'
import {
  UsageError,
  type Example,
  type Judge,
  type JudgeCard,
  type Task,
  type TaskKind,
  type TaskSource,
} from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { decodeUtf8, readJsonFile } from './files/text.ts'
import { loadTask, type Besides } from './loadTask.ts'
import { readSource } from './files/readSource.ts'
import { readTaskOptions, type ReadTaskOptions, type TaskOptions } from './files/taskOptions.ts'

interface CommonJudge {
  /** File of its card, made by `vitest-robustness judge`. Without one the judge never gates. */
  readonly card?: string
  /** The least lower bound of its agreement with humans at which it may gate, in (0, 1). Default: 0.8. */
  readonly minAgreement?: number
  /**
   * Says whether two answers have the same meaning, for claims about answers that stay the same. Default: they have the
   * same words.
   */
  readonly same?: (a: string, b: string) => boolean
}

/**
 * A `ModelJudge` is a model that judges free answers.
 *
 * @example
 * const judge: ModelJudge = { release: 'judge', rubric: 'rubric.md', card: 'judge.json', minAgreement: 0.85 }
 */
export interface ModelJudge extends CommonJudge {
  /** Name of a release of the config. */
  readonly release: string
  /**
   * File with what it is asked: mentions `{question}`, `{reference}` and `{answer}`, and wants yes or no, or the words of its
   * first line `verdict: { right: 'correct', wrong: 'incorrect' }`.
   */
  readonly rubric: string
}

/**
 * A `FunctionJudge` is a function that judges free answers.
 *
 * @example
 * const judge: FunctionJudge = {
 *   name: 'mentions the reference',
 *   score: (answer, { gold }) => (answer.includes(gold) ? 1 : 0),
 * }
 * judge.score('It is in Oslo.', { id: 'e1', group: 'e1', input: { question: 'Where?' }, gold: 'Oslo' }) // => 1
 */
export interface FunctionJudge extends CommonJudge {
  /** Name of the function, by which reports call it; part of the judge's hash. */
  readonly name: string
  /** The score of an answer, in [0, 1]. It must be pure. */
  readonly score: (answer: string, example: Example) => number
}

/**
 * `FreeAnswerOptions` are what a suite says about a task of free answers.
 *
 * @example
 * const options: FreeAnswerOptions = {
 *   examples: 'questions.jsonl',
 *   instructions: 'questions.yaml',
 *   judge: { release: 'judge', rubric: 'rubric.md' },
 * }
 */
export interface FreeAnswerOptions extends TaskOptions {
  /** The judge of whether an answer is right: a model or a function. */
  readonly judge: ModelJudge | FunctionJudge
}

const KEYS = ['card', 'minAgreement', 'same', 'release', 'rubric', 'name', 'score']
/**
 * Makes a task of free answers: examples hold `question` (and `passage`) and, as gold, a reference answer; a judge says
 * whether an answer is right. A judge without a card of its own, or at odds with humans, makes its claims advisory.
 * Throws `UsageError`, with file and line, where the files or the judge cannot be used.
 *
 * @example
 * test('answers customers right', async () => {
 *   const judge = { release: 'judge', rubric: 'rubric.md', card: 'judge.json' }
 *   const answers = freeAnswer({ examples: 'questions.jsonl', instructions: 'questions.yaml', judge })
 *   await expect(release().on(answers)).toStayAbove({ accuracy: 0.8 })
 * })
 */
export function freeAnswer(options: FreeAnswerOptions): Task {
  const { judge: given, ...rest } = Object(options) as FreeAnswerOptions
  const read = readJudge(given)
  const id = judgeHash(null, read.judge.rubric)
  const kind = kindFor(given, id)
  const task = loadTask(kind, readTaskOptions('freeAnswer', rest), read.besides)
  return withJudge(task, read.judge, 'score' in given ? { name: given.name, hash: id } : null)
}

/** A judging function as a run records it: the function itself is known to the suite alone. */
export interface RecordedJudge {
  readonly name: string
  /** The judge's hash, which is part of the task's. */
  readonly hash: string
}

/**
 * Returns the judging function that a run records of a task of free answers; `null` where a model judges, or where the run
 * is of a version that did not record it.
 */
export function recordedJudge(sources: readonly TaskSource[]): RecordedJudge | null {
  const { name, hash } = Object(sources[1]?.options?.['judge']) as Partial<RecordedJudge>
  return typeof name === 'string' && typeof hash === 'string' ? { name, hash } : null
}

/**
 * Loads a task of free answers again without its judging function. Its score is 1 where the answer is the reference, and
 * `NaN`, which stands for unknown, for every other answer.
 */
export function freeAnswerWithoutJudge(options: ReadTaskOptions, recorded: RecordedJudge | null): Task {
  const task = loadTask(kindOf({ judge: recorded?.hash ?? '', score: () => Number.NaN }), options)
  return { ...task, sources: withRecorded(task.sources, recorded) }
}

const judged = new WeakMap<Task, Map<string, Task>>()

/** Returns one task object for one judge, so that many claims share it. */
function withJudge(task: Task, judge: Judge, recorded: RecordedJudge | null): Task {
  const known = judged.get(task) ?? new Map<string, Task>()
  judged.set(task, known)
  const key = canonicalJson(judge)
  const whole = known.get(key) ?? { ...task, judge, sources: withRecorded(task.sources, recorded) }
  known.set(key, whole)
  return whole
}

/** Adds a judging function to the options of the instruction set, so that the run names it. */
function withRecorded(sources: readonly TaskSource[], judge: RecordedJudge | null): readonly TaskSource[] {
  if (judge === null) return sources
  return sources.map((source, index) => (index === 1 ? { ...source, options: { ...source.options, judge } } : source))
}

const kinds = new Map<string, TaskKind>()
const functions = new WeakMap<object, { readonly same: CommonJudge['same']; readonly kind: TaskKind }>()

/**
 * Returns the kind for a judge. A module that is loaded again has other functions, so a kind is kept only as long as
 * they are the same.
 */
function kindFor(given: ModelJudge | FunctionJudge, judge: string): TaskKind {
  const { same } = given
  const score = 'score' in given ? given.score : undefined
  const held = score ?? same
  const before = held && functions.get(held)
  if (before?.same === same && before !== undefined) return before.kind
  const plain = held === undefined ? kinds.get(judge) : undefined
  if (plain !== undefined) return plain
  const kind = kindOf({ judge, ...(score && { score }), ...(same && { same }) })
  if (held === undefined) kinds.set(judge, kind)
  else functions.set(held, { same, kind })
  return kind
}

function readJudge(given: unknown): { readonly judge: Judge; readonly besides?: Besides } {
  if (given === null || typeof given !== 'object') {
    throw new UsageError(
      "freeAnswer(): \"judge\" is missing: judge: { release: 'judge', rubric: 'rubric.md', card: 'judge.json' }",
    )
  }
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) throw new UsageError(`freeAnswer(): judge has no "${unknown}"${nameHint(unknown, KEYS)}`)
  const { card, minAgreement = 0.8, release, rubric, name, score } = given as Partial<ModelJudge & FunctionJudge>
  if (!(minAgreement > 0 && minAgreement < 1))
    throw new UsageError(`freeAnswer(): judge.minAgreement ${minAgreement} must be above 0 and below 1`)
  const common = { card: card === undefined ? null : readCard(card), minAgreement }
  if (typeof score === 'function') {
    if (typeof name !== 'string' || name === '') throw new UsageError('freeAnswer(): a judging function needs a name')
    return { judge: { release: null, rubric: `${name}\n${score.toString()}`, ...common } }
  }
  if (typeof release !== 'string' || typeof rubric !== 'string')
    throw new UsageError('freeAnswer(): judge needs a release and a rubric, or a name and a score function')
  const { bytes, file, sha256 } = readSource(rubric)
  const text = decodeUtf8(bytes, file)
  checkRubric(text, file)
  const source = { file, sha256, options: { role: 'rubric', release } }
  return { judge: { release, rubric: text, ...common }, besides: { source } }
}

function readCard(path: string): JudgeCard {
  const { value, file } = readJsonFile(path)
  return validate('judge-card', value, file)
}
