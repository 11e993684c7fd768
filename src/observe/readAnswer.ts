import { readPerturbed, shownExample } from '../core/perturbations/index.ts'
import type { Example, PromptParts, Reading, StoredAnswer, Task } from '../core/types/index.ts'

/** An answer read and scored. */
export interface ReadAnswer {
  readonly reading: Reading
  /** 0 unless answered. */
  readonly score: number
}

/**
 * What an answer means for a task: read by its verbalizer, or the outcome that its finish reason or rejection gives.
 * `parts`: of a prompt that is not the instruction as it is, e.g. a perturbed one; the answer is in the example's terms.
 */
export function readAnswer(answer: StoredAnswer, task: Task, example: Example, parts?: PromptParts): ReadAnswer {
  if (answer.kind === 'rejection') return silent({ outcome: answer.outcome, reason: answer.reason })
  if (answer.finish === 'content_filter')
    return silent({ outcome: 'filtered', reason: 'the endpoint filtered the answer' })
  if (answer.finish !== 'length') return readText(answer.text, task, example, parts)
  // A cut text counts where its answer stands whole: before the reasons, or after the words that announce it.
  const read = readText(answer.text, task, example, parts, true)
  if (read.reading.outcome === 'answered') return read
  return silent({
    outcome: 'truncated',
    reason: `cut at the token limit before an answer stood whole: ${read.reading.reason}`,
  })
}

/** Reads and scores a text. `cut`: it was cut off at the token limit. */
export function readText(text: string, task: Task, example: Example, parts?: PromptParts, cut?: true): ReadAnswer {
  const { kind, labels } = task
  if (parts !== undefined) return readPerturbed(kind, text, parts, example, cut)
  const reading = kind.read(text, example, { labels, ...(cut && { cut }) })
  return reading.outcome === 'answered' ? { reading, score: kind.score(reading.answer, example) } : silent(reading)
}

function silent(reading: Reading): ReadAnswer {
  return { reading, score: 0 }
}

/** The example as its prompt shows it: what a judge has to go by. */
export function shownTo(example: Example, parts: PromptParts | undefined): Example {
  return parts === undefined ? example : shownExample(parts, example)
}
