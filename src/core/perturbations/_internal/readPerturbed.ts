import type { Example, PromptParts, Reading, TaskKind } from '../../types/index.ts'
import { optionId } from '../../tasks/question.ts'
import { letterIndex } from './paths.ts'
import { escapePattern } from '../../text/index.ts'

/**
 * A `PerturbedReading` is a raw answer to a perturbed prompt, read and scored.
 *
 * @example
 * const right = ({ score }: PerturbedReading) => score === 1
 * right({ reading: { outcome: 'answered', answer: 'no' }, score: 1 }) // => true
 */
export interface PerturbedReading {
  /** The answer in terms of the example as its file has it. */
  readonly reading: Reading
  /**
   * The score against the perturbed gold, in [0, 1]; where that is `null`, 1 for any answer but the example's own gold.
   * It is 0 unless answered.
   */
  readonly score: number
}

/**
 * Returns the example as a perturbed prompt shows it: its texts, its options in their order, the gold that goes with them.
 */
export function shownExample(parts: PromptParts, example: Example): Example {
  const { rendered: _, ...input } = parts.input
  const options = example.options === undefined ? {} : { options: parts.options }
  return { ...example, input, ...options, gold: parts.gold ?? shownAnswer(parts, example.gold) }
}

/**
 * Reads an answer to a perturbed prompt with the task's verbalizer, in the perturbed label words and option ids, and
 * scores it. It is pure and never throws for a text that cannot be read: that is an outcome.
 * @param cut the text was cut off at the token limit
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const example = task.examples[0]!
 * const { parts } = variantPrompts(task).promptOf(example.id, task.canonical) as VariantPrompt
 * readPerturbed(task.kind, 'No.', parts, example).reading // => { outcome: 'answered', answer: 'no' }
 */
export function readPerturbed(
  kind: TaskKind,
  raw: string,
  parts: PromptParts,
  example: Example,
  cut?: true,
): PerturbedReading {
  const shown = shownExample(parts, example)
  const reading = kind.read(lettersFor(parts, raw), shown, { labels: parts.labels, ...(cut && { cut }) })
  if (reading.outcome !== 'answered') return { reading, score: 0 }
  const { answer } = reading
  const former = kind.sameAnswer(answer, shown.gold)
  const score = parts.gold === null ? (former ? 0 : 1) : kind.score(answer, shown)
  return { reading: { outcome: 'answered', answer: originalAnswer(parts, answer) }, score }
}

/**
 * Returns an answer to a perturbed prompt (canonical form, letters counted in the order shown) in terms of the example as
 * its file has it, so that it can be compared with answers under other variants.
 */
export function originalAnswer({ options, optionOrder }: PromptParts, answer: string): string {
  const place = options.length === 0 ? undefined : optionOrder[letterIndex(answer)]
  return place === undefined ? answer : optionId(place)
}

/** Does the reverse: it returns the example's answer, with its letter counted in the order shown. */
function shownAnswer({ options, optionOrder }: PromptParts, answer: string): string {
  const place = options.length === 0 ? -1 : optionOrder.indexOf(letterIndex(answer))
  return place < 0 ? answer : optionId(place)
}

/**
 * Returns a raw answer with the ids of changed enumerators ("2", "ii", "b") written as letters, so that the task can read
 * it: at the start, in brackets, or after a word that makes it an id. Other numbers and words stay.
 */
function lettersFor({ optionIds }: PromptParts, raw: string): string {
  if (optionIds.every((id, index) => id === optionId(index))) return raw
  const letters = new Map(optionIds.map((id, index) => [id, optionId(index)]))
  const ids = optionIds.toSorted((a, b) => b.length - a.length).map(escapePattern)
  const any = `(${ids.join('|')})`
  const alone = new RegExp(String.raw`^(\s*["'*([]*)${any}(?=["'*)\].:]*(?:\s|$))`)
  const boxed = new RegExp(String.raw`(?<=[([])${any}(?=[)\]])`, 'g')
  const led = new RegExp(
    String.raw`(?<=\b(?:[Oo]ption|[Cc]hoice|[Nn]umber|[Aa]nswer(?:\s+is)?:?)\s+["'*]*)${any}(?![\p{L}\p{N}]|[.,]\p{N})`,
    'gu',
  )
  const letter = (id: string): string => letters.get(id) ?? id
  return raw
    .replace(alone, (_, before: string, id: string) => before + letter(id))
    .replaceAll(boxed, letter)
    .replaceAll(led, letter)
}
