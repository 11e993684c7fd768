import type { Example, Reading, StoredAnswer, Task } from '../core/words/index.ts'

/** What an answer means for a task: read by its verbalizer, or the outcome that its finish reason or rejection gives. */
export function readAnswer(answer: StoredAnswer, task: Task, example: Example): Reading {
  if (answer.kind === 'rejection') return { outcome: answer.outcome, reason: answer.reason }
  if (answer.finish === 'content_filter') return { outcome: 'filtered', reason: 'the endpoint filtered the answer' }
  const reading = task.kind.read(answer.text, example, { labels: task.labels })
  // A cut text that can still be read is an answer: the cut took nothing that mattered.
  if (reading.outcome === 'answered' || answer.finish !== 'length') return reading
  return { outcome: 'truncated', reason: `cut at the token limit: ${reading.reason}` }
}
