import { PLACEHOLDER } from '../core/tasks/index.ts'
import { nameHint, wordGrams, wordsOf } from '../core/text/index.ts'
import type { Task } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import { MAX_RECORD_BYTES } from './files/taskOptions.ts'
import { jsonLines } from './files/jsonRecords.ts'
import { openSource } from './files/openSource.ts'
import { decodeUtf8 } from './files/text.ts'
import { readSource } from './files/readSource.ts'

/**
 * A `SeenMatch` is an instruction or example that stands in training data.
 *
 * @example
 * const copied = (matches: readonly SeenMatch[]) => matches.filter(({ similarity }) => similarity === 1).map(({ id }) => id)
 * copied([{ id: 're-s01', similarity: 1, line: 12 }]) // => ['re-s01']
 */
export interface SeenMatch {
  /** Id of the instruction or example. */
  readonly id: string
  /** The share of its word n-grams that one line of the training data holds, in (0, 1]; 1 means all of them. */
  readonly similarity: number
  /** The line that holds most of them, counted from 1; the first of equals. */
  readonly line: number
}

/**
 * A `SeenReport` says what of a task stands in training data.
 *
 * @example
 * const seenIds = ({ instructions }: Pick<SeenReport, 'instructions'>) => instructions.map(({ id }) => id)
 * seenIds({ instructions: [{ id: 're-s01', similarity: 0.9, line: 12 }] }) // => ['re-s01']
 */
export interface SeenReport {
  /** The file of training data, as it is shown to the user. */
  readonly file: string
  /** The number of lines that were read, a whole number from 0. */
  readonly lines: number
  /** Templates whose words are in a line, in any order between the fields. The ids are what `seen` takes. */
  readonly instructions: readonly SeenMatch[]
  /** The examples whose texts are in a line. */
  readonly examples: readonly SeenMatch[]
  /** Ids of instructions with too few words of their own to be distinguished from other text. */
  readonly unknown: readonly string[]
}

/** Sizes of n-grams in words: for the words of a template between its fields, and for the texts of an example. */
const [TEMPLATE_WORDS, EXAMPLE_WORDS] = [3, 8]
/** A template with fewer n-grams than this says nothing by their presence. */
const FEWEST_GRAMS = 3

/** The n-grams of one instruction or example, which are searched for. */
interface Target {
  readonly id: string
  readonly grams: ReadonlySet<string>
  best: { similarity: number; line: number } | null
}

/**
 * Finds the task's instructions and examples in training data (JSON Lines; every text of a line counts), exact or
 * nearly: at least `least` of the n-grams of words in one line, 3 words for templates, 8 for examples, as in n-gram
 * decontamination (Brown et al. 2020, appendix C, with 13). `least` is a share in (0, 1], by default 0.8. Punctuation
 * and case do not count. The file is read a line at a time. Throws `UsageError` for another `least`, and for a file
 * that cannot be read.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const { instructions } = seenIn('fixtures/datasets/qa-boolean.calibration.jsonl', task)
 * instructions // => []
 */
export function seenIn(path: string, task: Pick<Task, 'instructions' | 'examples'>, least = 0.8): SeenReport {
  if (!(least > 0 && least <= 1)) throw new UsageError(`seenIn(): the least similarity must be in (0, 1], not ${least}`)
  const templates = task.instructions.map(({ id, text }) => target(id, templateGrams(text)))
  const known = templates.filter(({ grams }) => grams.size >= FEWEST_GRAMS)
  const texts = task.examples.map(({ id, input, options = [] }) =>
    target(
      id,
      [...Object.values(input), ...options].flatMap((text) => wordGrams(wordsOf(text), EXAMPLE_WORDS)),
    ),
  )
  const index = new Map<string, Target[]>()
  for (const one of [...known, ...texts]) {
    for (const gram of one.grams) index.set(gram, [...(index.get(gram) ?? []), one])
  }
  const sizes = new Set([...index.keys()].map((gram) => gram.split(' ').length))
  const source = openSource(path)
  let lines = 0
  for (const { at, value } of jsonLines(source, MAX_RECORD_BYTES)) {
    lines++
    const words = textsIn(value).map(wordsOf)
    const held = new Set(words.flatMap((list) => [...sizes].flatMap((size) => wordGrams(list, size))))
    note(held, index, at.line)
  }
  return {
    file: source.file,
    lines,
    instructions: matches(known, least),
    examples: matches(texts, least),
    unknown: templates.filter(({ grams }) => grams.size < FEWEST_GRAMS).map(({ id }) => id),
  }
}

function target(id: string, grams: readonly string[]): Target {
  return { id, grams: new Set(grams), best: null }
}

/** N-grams of what a template says itself, between the fields. Of Jinja, what is neither field nor statement. */
function templateGrams(text: string): readonly string[] {
  const fragments = text
    .split(/\{\{.*?\}\}|\{%.*?%\}/s)
    .flatMap((part) => part.split(new RegExp(PLACEHOLDER.source.replace('(', '(?:'))))
  return fragments.flatMap((fragment) => wordGrams(wordsOf(fragment), TEMPLATE_WORDS))
}

function note(held: ReadonlySet<string>, index: ReadonlyMap<string, readonly Target[]>, line: number): void {
  const counts = new Map<Target, number>()
  for (const gram of held) for (const one of index.get(gram) ?? []) counts.set(one, (counts.get(one) ?? 0) + 1)
  for (const [one, count] of counts) {
    const similarity = count / one.grams.size
    if (similarity > (one.best?.similarity ?? 0)) one.best = { similarity, line }
  }
}

function matches(targets: readonly Target[], least: number): readonly SeenMatch[] {
  return targets.flatMap(({ id, best }) => (best !== null && best.similarity >= least ? [{ id, ...best }] : []))
}

/** Returns every text in a value, at any depth. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

/**
 * Ids of the instructions that a release line was tuned on: a list, or the path of a JSON file that holds one.
 * With `known` (the ids of every instruction set in use) an id that no set has is refused, so that a slip of the pen
 * cannot turn a seen instruction into an unseen one. Throws `UsageError`.
 */
export function readSeen(fileOrIds: string | readonly string[], known?: Iterable<string>): readonly string[] {
  const { ids, file } =
    typeof fileOrIds === 'string' ? fromFile(fileOrIds) : { ids: fileOrIds as unknown, file: 'seen' }
  if (!Array.isArray(ids) || !ids.every((id): id is string => typeof id === 'string' && id !== '')) {
    throw new UsageError(`${file}: must be a JSON array of instruction ids, e.g. ["re-s01", "re-s02"]`)
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new UsageError(`${file}: ${JSON.stringify(twice)} is listed twice`)
  if (known !== undefined) refuseUnknown(ids, [...known], file)
  return ids
}

function fromFile(path: string): { readonly ids: unknown; readonly file: string } {
  const { bytes, file } = readSource(path)
  const text = decodeUtf8(bytes, file)
  try {
    return { ids: JSON.parse(text) as unknown, file }
  } catch {
    throw new UsageError(`${file}: not valid JSON: it must be an array of instruction ids`)
  }
}

function refuseUnknown(ids: readonly string[], known: readonly string[], file: string): void {
  const set = new Set(known)
  const unknown = ids.filter((id) => !set.has(id))
  if (unknown.length === 0) return
  const shown = unknown.slice(0, 5).map((id) => `${JSON.stringify(id)}${nameHint(id, known)}`)
  const more = unknown.length > shown.length ? `, and ${unknown.length - shown.length} more` : ''
  throw new UsageError(`${file}: no instruction has the id ${shown.join(', ')}${more}`)
}
