import type { Example, PromptParts, Reading, TaskKind } from '../../types/index.ts'
import { lettersFor } from './lettersFor.ts'
import { originalAnswer, shownAnswer } from './originalAnswer.ts'

/** A raw answer to a perturbed prompt, read and scored. */
export interface PerturbedReading {
  /** The answer in terms of the example as its file has it. */
  readonly reading: Reading
  /** Against the perturbed gold; where that is `null`, 1 for any answer but the example's own gold. 0 unless answered. */
  readonly score: number
}

/** The example as a perturbed prompt shows it: its texts, its options in their order, the gold that goes with them. */
export function shownExample(parts: PromptParts, example: Example): Example {
  const { rendered: _, ...input } = parts.input
  const options = example.options === undefined ? {} : { options: parts.options }
  return { ...example, input, ...options, gold: parts.gold ?? shownAnswer(parts, example.gold) }
}

/**
 * Reads an answer to a perturbed prompt with the task's verbalizer, in the perturbed label words and option ids.
 * @param cut the text was cut off at the token limit
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
